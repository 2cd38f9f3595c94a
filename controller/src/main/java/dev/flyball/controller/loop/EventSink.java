package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.PolicyId;
import org.jspecify.annotations.Nullable;

/** Takes the Events that the loop gives rise to. Called on the loop; must not block. */
public interface EventSink {
  /**
   * Tells of an event.
   *
   * @param policy the policy that it is about
   * @param target the policy's target; null where the policy has no valid text
   * @param warning whether its type is Warning, instead of Normal
   * @param reason its reason, in CamelCase
   * @param message what it says
   */
  void event(
      PolicyId policy, @Nullable TargetKey target, boolean warning, String reason, String message);
}
