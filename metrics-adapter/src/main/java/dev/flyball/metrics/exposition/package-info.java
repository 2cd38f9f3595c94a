/** Prometheus text and OpenMetrics pages, read as a stream of bytes; depends on the JDK alone. */
@NullMarked
package dev.flyball.metrics.exposition;

import org.jspecify.annotations.NullMarked;
