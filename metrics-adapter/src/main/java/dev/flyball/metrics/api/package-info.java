/**
 * The metrics APIs that Flyball serves to the cluster, {@code external.metrics.k8s.io} and {@code
 * custom.metrics.k8s.io}: discovery, queries and answers, and the ports through which values and
 * admission come.
 */
@NullMarked
package dev.flyball.metrics.api;

import org.jspecify.annotations.NullMarked;
