package dev.flyball.metrics.rules;

import dev.flyball.core.policy.LabelSelector;
import java.util.List;

/**
 * The objects that a custom metric is asked of.
 *
 * @param kind their kind
 * @param namespace their namespace; of no meaning for kinds without one
 * @param series which series of the metric count
 * @param names names of the objects; empty for all of them at once
 */
public record CustomScope(
    ResourceKind kind, String namespace, LabelSelector series, List<String> names) {
  public CustomScope {
    names = List.copyOf(names);
  }
}
