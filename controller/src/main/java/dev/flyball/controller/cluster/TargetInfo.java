package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import org.jspecify.annotations.Nullable;

/**
 * The scale of a target as last seen.
 *
 * @param key which target
 * @param resourceVersion the version that a write of the scale is guarded by
 * @param specReplicas {@code spec.replicas}
 * @param statusReplicas {@code status.replicas}
 * @param selector selects its pods; null where it has none
 * @param template the shape of its pods by its pod template; null where that cannot be known
 */
public record TargetInfo(
    TargetKey key,
    String resourceVersion,
    int specReplicas,
    int statusReplicas,
    @Nullable LabelSelector selector,
    @Nullable PodShape template) {
  /** Where its pods may run; null where that cannot be known. */
  public @Nullable Placement placement() {
    return template == null ? null : template.placement();
  }
}
