/**
 * The decision: stabilization, rate limits, bounds, conditions and the explanation of each step.
 */
@NullMarked
package dev.flyball.core.decide;

import org.jspecify.annotations.NullMarked;
