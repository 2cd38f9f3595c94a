package dev.flyball.metrics.api;

import java.util.List;

/**
 * The metrics that a provider has, for discovery.
 *
 * @param external names of external metrics, in alphabetical order
 * @param custom custom metrics by the objects that they describe
 */
public record Catalog(List<String> external, List<CustomMetric> custom) {
  /** Nothing at all. */
  public static final Catalog EMPTY = new Catalog(List.of(), List.of());

  public Catalog {
    external = List.copyOf(external);
    custom = List.copyOf(custom);
  }

  /**
   * A custom metric of one kind of object.
   *
   * @param resource the kind of object
   * @param namespaced whether such objects live in namespaces
   * @param metric name of the metric
   */
  public record CustomMetric(GroupResource resource, boolean namespaced, String metric) {}
}
