/** Tests of the log of decisions. */
@NullMarked
package dev.flyball.controller.journal;

import org.jspecify.annotations.NullMarked;
