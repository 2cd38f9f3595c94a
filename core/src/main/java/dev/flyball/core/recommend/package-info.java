/** Replicas by metric: readiness, utilization, average value, value. */
@NullMarked
package dev.flyball.core.recommend;

import org.jspecify.annotations.NullMarked;
