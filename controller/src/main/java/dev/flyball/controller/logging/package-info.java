/** The controller's own log. */
@NullMarked
package dev.flyball.controller.logging;

import org.jspecify.annotations.NullMarked;
