package dev.flyball.core.observe;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one decision is made from, besides the policy and its history.
 *
 * @param namespace the target's namespace; only messages use it
 * @param specReplicas {@code spec.replicas} of the scale subresource
 * @param statusReplicas {@code status.replicas} of the scale subresource
 * @param pods the target's pods
 * @param readings one reading a metric, in the order of the policy's metrics
 * @param ceiling for how many replicas there is room; null where that is not known, or nobody asks
 */
public record Observation(
    String namespace,
    int specReplicas,
    int statusReplicas,
    PodColumns pods,
    List<Reading> readings,
    @Nullable Ceiling ceiling) {
  /** No target, no pods, no metrics. */
  public static final Observation NOTHING = new Observation("", 0, 0, new PodColumns(0), List.of());

  /** An observation without a ceiling. */
  public Observation(
      String namespace,
      int specReplicas,
      int statusReplicas,
      PodColumns pods,
      List<Reading> readings) {
    this(namespace, specReplicas, statusReplicas, pods, readings, null);
  }
}
