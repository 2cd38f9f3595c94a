/** The event loop: when to evaluate, observations in, decisions out, the published snapshot. */
@NullMarked
package dev.flyball.controller.loop;

import org.jspecify.annotations.NullMarked;
