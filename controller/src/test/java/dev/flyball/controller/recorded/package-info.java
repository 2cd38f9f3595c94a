/** Decisions that were recorded of the HPA controller, as a cluster would show them. */
@NullMarked
package dev.flyball.controller.recorded;

import org.jspecify.annotations.NullMarked;
