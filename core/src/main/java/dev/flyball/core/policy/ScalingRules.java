package dev.flyball.core.policy;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * Behavior in one direction, with the API server's defaults filled in.
 *
 * @param stabilizationWindowSeconds how far back recommendations count, 0 to 3,600 s; empty
 *     (scale-down only) takes the controller's downscale stabilization
 * @param selectPolicy which of the policies counts
 * @param policies at least one, except where the direction is disabled
 * @param tolerance how far a metric may be from its target without a change in this direction, at
 *     least 0; empty takes the controller's tolerance
 */
public record ScalingRules(
    OptionalInt stabilizationWindowSeconds,
    SelectPolicy selectPolicy,
    List<ScalingPolicy> policies,
    OptionalDouble tolerance) {
  /** Longest stabilization window that the API server accepts, in seconds. */
  public static final int MAX_WINDOW_SECONDS = 3600;

  /** What the API server fills in for a behavior that says nothing about scaling up. */
  public static final ScalingRules DEFAULT_UP =
      new ScalingRules(
          OptionalInt.of(0),
          SelectPolicy.Max,
          List.of(
              new ScalingPolicy(ScalingPolicy.Type.Pods, 4, 15),
              new ScalingPolicy(ScalingPolicy.Type.Percent, 100, 15)),
          OptionalDouble.empty());

  /** What the API server fills in for a behavior that says nothing about scaling down. */
  public static final ScalingRules DEFAULT_DOWN =
      new ScalingRules(
          OptionalInt.empty(),
          SelectPolicy.Max,
          List.of(new ScalingPolicy(ScalingPolicy.Type.Percent, 100, 15)),
          OptionalDouble.empty());

  public ScalingRules {
    policies = List.copyOf(policies);
    int window = stabilizationWindowSeconds.orElse(0);
    if (window < 0 || window > MAX_WINDOW_SECONDS) {
      throw new IllegalArgumentException("a stabilization window must be 0 to 3600 s: " + window);
    }
    if (tolerance.orElse(0) < 0) {
      throw new IllegalArgumentException("a tolerance must not be negative: " + tolerance);
    }
    if (policies.isEmpty()) {
      throw new IllegalArgumentException("scaling rules need at least one policy");
    }
  }

  /** The longest period of any policy, in seconds. */
  public int longestPeriodSeconds() {
    int longest = 0;
    for (ScalingPolicy policy : policies) {
      longest = Math.max(longest, policy.periodSeconds());
    }
    return longest;
  }
}
