package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import java.util.Map;

/**
 * What was kept of the policies of one ConfigMap.
 *
 * @param usable by policy
 * @param unusable why what is there cannot be used, by policy; {@code all} holds for every policy
 * @param all why nothing that is there can be used, or empty
 */
public record KeptStatuses(
    Map<PolicyId, KeptStatus> usable, Map<PolicyId, String> unusable, String all) {
  /** Nothing was kept. */
  public static final KeptStatuses NONE = new KeptStatuses(Map.of(), Map.of(), "");

  public KeptStatuses {
    usable = Map.copyOf(usable);
    unusable = Map.copyOf(unusable);
  }

  /** Something is there, and it is damaged as a whole or somebody else's. */
  public static KeptStatuses useless(String why) {
    return new KeptStatuses(Map.of(), Map.of(), why);
  }
}
