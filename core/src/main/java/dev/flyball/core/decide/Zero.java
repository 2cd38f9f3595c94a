package dev.flyball.core.decide;

import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.ScaleToZero;
import dev.flyball.core.recommend.MetricRecommendation;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import java.util.List;
import java.util.Optional;

/**
 * Scaling to zero and back.
 *
 * <p>As in the HPA of Kubernetes 1.36, the condition {@code ScaledToZero} tells a target that its
 * policy scaled to zero, which is woken again, from one that a person set to zero, which is left
 * alone. Only Object and External metrics can wake a target: there are no pods to ask.
 */
final class Zero {
  private Zero() {}

  /** What {@code scaleToZero} made of a decision. */
  enum Step {
    /** It is not asked for, or made no difference. */
    None,
    /** There are no replicas, and no metric is active. */
    Asleep,
    /** There are no replicas, and a metric is active. */
    Woken,
    /** The last replica stays, because a metric is active or was a moment ago. */
    Cooling,
    /** No metric has been active for the cooldown. */
    Idle
  }

  /** Whether a metric has a value while there are no pods. */
  static boolean isReadWithoutPods(MetricSpec spec) {
    return switch (spec) {
      case MetricSpec.Resource m -> false;
      case MetricSpec.ContainerResource m -> false;
      case MetricSpec.Pods m -> false;
      case MetricSpec.ObjectMetric m -> true;
      case MetricSpec.External m -> true;
    };
  }

  /** Whether a target without replicas may be woken by its policy. */
  static boolean mayWake(Policy policy, Conditions conditions) {
    return conditions.isTrue(ConditionType.ScaledToZero)
        && (policy.minReplicas() > 0 || anyReadWithoutPods(policy));
  }

  private static boolean anyReadWithoutPods(Policy policy) {
    List<MetricSpec> metrics = policy.metrics();
    for (int i = 0; i < metrics.size(); i++) {
      if (isReadWithoutPods(metrics.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** Takes note of a change of replicas that was carried out. */
  static void rescaled(Policy policy, Conditions conditions, int to, long nowMillis) {
    if (to == 0 && policy.minReplicas() == 0 && anyReadWithoutPods(policy)) {
      conditions.set(ConditionType.ScaledToZero, true, Reason.ScaledToZero, nowMillis);
    } else {
      awake(conditions, nowMillis);
    }
  }

  /** A target that has replicas is not at zero any more, whoever gave it those. */
  static void awake(Conditions conditions, long nowMillis) {
    if (conditions.isTrue(ConditionType.ScaledToZero)) {
      conditions.set(ConditionType.ScaledToZero, false, Reason.NotScaledToZero, nowMillis);
    }
  }

  /** Changes a recommendation to zero, or from zero, where the policy says when. */
  static void apply(Decision decision, History history) {
    Policy policy = decision.policy();
    Optional<ScaleToZero> option = policy.options().scaleToZero();
    if (option.isEmpty() || policy.minReplicas() > 0) {
      return;
    }
    boolean active = active(decision, option.get().activationMilli());
    if (active || history.lastActiveMillis() == History.NEVER) {
      history.setLastActiveMillis(decision.atMillis());
    }
    decision.lastActiveMillis = history.lastActiveMillis();
    decision.idleFromMillis = history.lastActiveMillis() + option.get().cooldown().toMillis();
    if (decision.currentReplicas() == 0) {
      boolean wake = active && decision.wokenBy >= 0;
      decision.recommendation = wake ? Math.max(1, decision.recommendation) : 0;
      decision.zero = wake ? Step.Woken : Step.Asleep;
    } else if (!active && decision.atMillis() >= decision.idleFromMillis) {
      // One replica is what metrics of pods ask for that have nothing to do.
      if (decision.recommendation <= 1 && decision.unresolvedMetrics == 0) {
        decision.recommendation = 0;
        decision.zero = Step.Idle;
      }
    } else if (decision.recommendation == 0) {
      decision.recommendation = 1;
      decision.zero = Step.Cooling;
    }
  }

  /**
   * Whether any metric is active. One that failed may be, for all that is known, so it does not let
   * a target go idle; only its fallback wakes one.
   */
  private static boolean active(Decision decision, long activationMilli) {
    boolean active = false;
    for (int i = 0; i < decision.metricCount(); i++) {
      MetricRecommendation metric = decision.metric(i);
      if (!isReadWithoutPods(decision.policy().metrics().get(i))) {
        continue;
      }
      boolean failed = metric.failure() != null;
      boolean fallsBack = metric.standing() == Standing.Fallback && metric.replicas() > 0;
      boolean above = !failed && metric.totalMilli() > activationMilli;
      if (decision.wokenBy < 0 && (above || fallsBack)) {
        decision.wokenBy = i;
      }
      active |= failed || above;
    }
    return active;
  }
}
