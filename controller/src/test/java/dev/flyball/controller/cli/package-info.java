/** Tests of the commands. */
@NullMarked
package dev.flyball.controller.cli;

import org.jspecify.annotations.NullMarked;
