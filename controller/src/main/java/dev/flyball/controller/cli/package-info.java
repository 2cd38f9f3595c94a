/** The commands of {@code flyball}. */
@NullMarked
package dev.flyball.controller.cli;

import org.jspecify.annotations.NullMarked;
