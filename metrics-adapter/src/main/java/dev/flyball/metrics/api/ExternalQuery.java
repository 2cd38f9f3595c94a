package dev.flyball.metrics.api;

import dev.flyball.core.policy.LabelSelector;

/**
 * A question for the series of an external metric.
 *
 * @param namespace where it is asked
 * @param metric name of the metric
 * @param selector which of its series are wanted; empty for all of them
 */
public record ExternalQuery(String namespace, String metric, LabelSelector selector) {}
