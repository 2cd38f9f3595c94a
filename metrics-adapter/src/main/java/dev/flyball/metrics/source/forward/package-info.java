/** Asks another metrics adapter of the cluster for what Flyball does not know. */
@NullMarked
package dev.flyball.metrics.source.forward;

import org.jspecify.annotations.NullMarked;
