package dev.flyball.core.policy;

import org.jspecify.annotations.Nullable;

/**
 * Names a custom or external metric.
 *
 * @param name name of the metric
 * @param selector which of the metric's series count; null means all of them
 */
public record MetricIdentifier(String name, @Nullable LabelSelector selector) {
  /** The metric with this name, all of its series. */
  public static MetricIdentifier of(String name) {
    return new MetricIdentifier(name, null);
  }
}
