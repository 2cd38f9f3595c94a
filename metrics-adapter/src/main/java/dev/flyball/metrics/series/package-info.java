/**
 * The store of series: samples in primitive rings, rates of counters, ages of values; owned by one
 * thread.
 */
@NullMarked
package dev.flyball.metrics.series;

import org.jspecify.annotations.NullMarked;
