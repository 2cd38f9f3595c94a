/**
 * Source of series: servers that answer PromQL, Prometheus and VictoriaMetrics among them. One
 * query serves all who ask for the same series of a namespace.
 */
@NullMarked
package dev.flyball.metrics.source.promql;

import org.jspecify.annotations.NullMarked;
