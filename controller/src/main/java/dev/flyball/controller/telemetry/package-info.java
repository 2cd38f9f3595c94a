/** The controller's own metrics; the only package that knows the metrics library. */
@NullMarked
package dev.flyball.controller.telemetry;

import org.jspecify.annotations.NullMarked;
