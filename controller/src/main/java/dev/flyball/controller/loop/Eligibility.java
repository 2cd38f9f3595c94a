package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says why a policy must leave its target alone, where it must. */
final class Eligibility {
  private final ClusterState cluster;

  Eligibility(ClusterState cluster) {
    this.cluster = cluster;
  }

  /**
   * Why a policy cannot be evaluated.
   *
   * @param condition the condition that says so
   * @param reason its reason
   * @param message what it says
   * @param warning whether it is to be told as something wrong; a paused policy is as it should be
   */
  record Obstacle(ConditionType condition, Reason reason, String message, boolean warning) {}

  /** The first obstacle, or null when the policy may be evaluated. */
  @Nullable Obstacle obstacle(
      PolicyState state, Policy policy, TargetState target, Collection<String> architectures) {
    if (policy.options().mode() == Mode.Paused) {
      return new Obstacle(
          ConditionType.ScalingActive, Reason.Paused, "the policy is paused", false);
    }
    if (policy.options().mode() == Mode.Active) {
      String rivals = rivals(state, target);
      if (rivals != null) {
        return scalingInactive(Reason.AmbiguousSelector, rivals);
      }
    }
    TargetInfo info = target.info();
    if (info == null) {
      return new Obstacle(
          ConditionType.AbleToScale,
          Reason.FailedGetScale,
          "the HPA controller was unable to get the target's current scale: "
              + target.key
              + " not found",
          true);
    }
    if (info.selector() == null) {
      return scalingInactive(
          Reason.InvalidSelector, "the target's scale has no selector that selects its pods");
    }
    Placement placement = info.placement();
    if (placement != null
        && !cluster.nodes().isEmpty()
        && !placement.allowsAny(cluster.nodes(), architectures)) {
      return scalingInactive(
          Reason.UnsupportedArchitecture, misplaced(target, placement, architectures));
    }
    return null;
  }

  private static Obstacle scalingInactive(Reason reason, String message) {
    return new Obstacle(ConditionType.ScalingActive, reason, message, true);
  }

  /** Names everything that scales the same target, or null when nothing else does. */
  private @Nullable String rivals(PolicyState state, TargetState target) {
    List<String> names = new ArrayList<>();
    for (HpaInfo hpa : cluster.hpasOf(target.key)) {
      names.add("HorizontalPodAutoscaler " + hpa.namespace() + "/" + hpa.name());
    }
    List<String> policies = new ArrayList<>();
    for (PolicyState other : target.policies) {
      if (other.policy != null && other.policy.options().mode() == Mode.Active) {
        policies.add("policy " + other.id);
      }
    }
    if (policies.size() > 1) {
      policies.remove("policy " + state.id);
      names.addAll(policies);
    }
    return names.isEmpty()
        ? null
        : target.key
            + " is scaled by policy "
            + state.id
            + " and by "
            + String.join(" and by ", names)
            + "; it is left alone until only one of them is left";
  }

  private String misplaced(
      TargetState target, Placement placement, Collection<String> architectures) {
    long candidates =
        cluster.nodes().stream().filter(n -> architectures.contains(n.architecture())).count();
    String allowed =
        String.join(
            ", ",
            cluster.nodes().stream()
                .filter(placement::allows)
                .map(NodeInfo::architecture)
                .distinct()
                .sorted()
                .toList());
    return "pods of "
        + target.key
        + " cannot run on "
        + String.join(" or ", architectures)
        + ": its node selector and affinity match none of the "
        + candidates
        + " nodes of that architecture"
        + (allowed.isEmpty() ? "" : ", only nodes of " + allowed)
        + "; the settings' architectures say which ones are looked after";
  }
}
