package dev.flyball.core.observe;

import java.util.List;

/**
 * Everything that one decision is made from, besides the policy and its history.
 *
 * @param namespace the target's namespace; only messages use it
 * @param specReplicas {@code spec.replicas} of the scale subresource
 * @param statusReplicas {@code status.replicas} of the scale subresource
 * @param pods the target's pods
 * @param readings one reading a metric, in the order of the policy's metrics
 */
public record Observation(
    String namespace,
    int specReplicas,
    int statusReplicas,
    PodColumns pods,
    List<Reading> readings) {
  /** No target, no pods, no metrics. */
  public static final Observation NOTHING = new Observation("", 0, 0, new PodColumns(0), List.of());
}
