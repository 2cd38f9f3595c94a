package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.rules.CompiledRule;

/**
 * A series that a metric comes from, and the rule that says how.
 *
 * @param rule the rule
 * @param series name of the series
 * @param needsNames whether its query has to name the objects
 */
record SeriesOfRule(CompiledRule rule, String series, boolean needsNames) {}
