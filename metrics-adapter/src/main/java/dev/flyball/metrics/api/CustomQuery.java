package dev.flyball.metrics.api;

import dev.flyball.core.policy.LabelSelector;

/**
 * A question for a custom metric of one object, or of all that a selector selects.
 *
 * @param resource what kind of object
 * @param namespace namespace of the objects; empty for objects that have none
 * @param name name of the object, or {@link #ALL}
 * @param metric name of the metric
 * @param objects selects objects by their labels where the name is {@link #ALL}; empty for all
 * @param series which series of the metric count; empty for all of them
 */
public record CustomQuery(
    GroupResource resource,
    String namespace,
    String name,
    String metric,
    LabelSelector objects,
    LabelSelector series) {
  /** Stands for every object that the selector selects. */
  public static final String ALL = "*";

  /** Whether more than one object may answer. */
  public boolean forAll() {
    return name.equals(ALL);
  }
}
