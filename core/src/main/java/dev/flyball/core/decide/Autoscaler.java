package dev.flyball.core.decide;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.recommend.FailureText;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import java.time.Duration;

/**
 * Decides how many replicas a target should have, exactly as the HPA controller of Kubernetes 1.36
 * does.
 *
 * <p>A decision is a function of its arguments: the policy, what is observed, the policy's history
 * and the time. It changes the history in place and nothing else. Carrying it out is the caller's:
 * once the scale is written, {@link #rescaled} adds the change to the history.
 *
 * <p>One autoscaler serves any number of policies on one thread. In steady state a decision
 * allocates nothing.
 */
public final class Autoscaler {
  private final AutoscalerSettings settings;
  private final Recommender recommender;
  private final Stabilization stabilization;
  private final Limits limits = new Limits();

  /** How often the HPA evaluates, unless told otherwise. */
  private static final Duration DEFAULT_SYNC_PERIOD = Duration.ofSeconds(15);

  /** An autoscaler under the controller's settings, whose policies are evaluated every 15 s. */
  public Autoscaler(AutoscalerSettings settings) {
    this(settings, DEFAULT_SYNC_PERIOD);
  }

  /**
   * An autoscaler under the controller's settings.
   *
   * @param syncPeriod how often readings are taken of policies that do not say it themselves
   */
  public Autoscaler(AutoscalerSettings settings, Duration syncPeriod) {
    this.settings = settings;
    this.recommender = new Recommender(syncPeriod);
    this.stabilization = new Stabilization(settings);
  }

  /** The controller's settings that it decides under. */
  public AutoscalerSettings settings() {
    return settings;
  }

  /**
   * Decides.
   *
   * @param policy what the user asked for
   * @param observation what is; one reading for each of the policy's metrics
   * @param history the policy's own; changed in place
   * @param nowMillis the time, in epoch milliseconds, not before that of the history's last
   *     decision
   * @return the history's decision, which its next one overwrites
   */
  public Decision decide(Policy policy, Observation observation, History history, long nowMillis) {
    if (observation.readings().size() != policy.metrics().size()) {
      throw new IllegalArgumentException(
          observation.readings().size() + " readings for " + policy.metrics().size() + " metrics");
    }
    int current = observation.specReplicas();
    Decision decision = history.decision();
    decision.begin(policy, current, nowMillis, settings);
    history.conditions().set(ConditionType.AbleToScale, true, Reason.SucceededGetScale, nowMillis);
    if (history.recommendations().isEmpty()) {
      // The first sight of a target counts as a wish for the size it has: windows start full.
      stabilization.record(history.recommendations(), current, nowMillis);
    }
    if (current > 0) {
      Zero.awake(history.conditions(), nowMillis);
    }
    if (current == 0 && !Zero.mayWake(policy, history.conditions())) {
      decision.outcome = Outcome.Disabled;
      history
          .conditions()
          .set(ConditionType.ScalingActive, false, Reason.ScalingDisabled, nowMillis);
    } else if (current > policy.maxReplicas()) {
      decision.outcome = Outcome.AboveMaximum;
      decision.desired = policy.maxReplicas();
    } else if (current < decision.minReplicas()) {
      decision.outcome = Outcome.BelowMinimum;
      decision.desired = decision.minReplicas();
    } else {
      compute(decision, observation, history);
    }
    CapacityLimit.apply(decision, observation, history.conditions());
    if (!decision.rescale() && decision.outcome != Outcome.Failed) {
      history.setDesiredReplicas(current);
    }
    return decision;
  }

  private void compute(Decision decision, Observation observation, History history) {
    recommender.recommend(decision, observation, history);
    Conditions conditions = history.conditions();
    if (decision.winner < 0
        || (decision.unresolvedMetrics > 0
            && decision.recommendation < decision.currentReplicas())) {
      decision.outcome = Outcome.Failed;
      decision.recommendation = decision.currentReplicas();
      fail(decision, conditions);
      return;
    }
    active(decision, conditions);
    if (tooFewReady(decision, observation)) {
      decision.outcome = Outcome.TooFewReady;
      conditions.set(ConditionType.AbleToScale, false, Reason.TooFewReadyPods, decision.atMillis());
      return;
    }
    decision.outcome = Outcome.Computed;
    Zero.apply(decision, history);
    stabilization.apply(decision, history.recommendations());
    Reason able =
        decision.stabilized == decision.recommendation || decision.held == null
            ? Reason.ReadyForNewScale
            : decision.held;
    conditions.set(ConditionType.AbleToScale, true, able, decision.atMillis());
    limits.apply(decision, history);
    boolean limited = decision.desired != decision.stabilized;
    conditions.set(ConditionType.ScalingLimited, limited, decision.limit, decision.atMillis());
  }

  /** Whether so few pods are ready that what the others show cannot be relied on. */
  private static boolean tooFewReady(Decision decision, Observation observation) {
    int percent = decision.policy().options().minReadyPercent();
    if (percent == 0 || decision.currentReplicas() == 0) {
      return false;
    }
    PodColumns pods = observation.pods();
    for (int i = 0; i < pods.size(); i++) {
      if (!pods.deleted(i)
          && pods.phase(i) == PodPhase.Running
          && pods.readiness(i) == Readiness.True) {
        decision.readyPods++;
      }
    }
    return decision.readyPods * 100L < (long) percent * decision.currentReplicas();
  }

  private static void active(Decision decision, Conditions conditions) {
    if (decision.metric(decision.winner).standing() == Standing.Fallback) {
      conditions.set(ConditionType.ScalingActive, true, Reason.FallbackExists, decision.atMillis());
    } else {
      MetricSpec winner = decision.policy().metrics().get(decision.winner);
      conditions.setValidMetric(winner, decision.atMillis());
    }
  }

  private static void fail(Decision decision, Conditions conditions) {
    MetricSpec spec = decision.policy().metrics().get(decision.firstFailed);
    conditions.set(
        ConditionType.ScalingActive,
        false,
        Reason.failedToGet(spec),
        "the HPA was unable to compute the replica count: "
            + FailureText.ofMetric(spec, decision.cause(decision.firstFailed)),
        decision.atMillis());
  }

  /**
   * Adds a scale change to the history, once it was written.
   *
   * @param policy the policy that was decided on
   * @param from replicas before
   * @param to replicas after
   */
  public static void rescaled(Policy policy, History history, int from, int to, long nowMillis) {
    history.conditions().setRescaled(to, nowMillis);
    Zero.rescaled(policy, history.conditions(), to, nowMillis);
    recordScaleEvent(policy, history, from, to, nowMillis);
    history.setDesiredReplicas(to);
  }

  /** Counts a change of replicas against the rate policies. */
  private static void recordScaleEvent(
      Policy policy, History history, int from, int to, long nowMillis) {
    Behavior behavior = policy.behavior();
    if (behavior == null) {
      return;
    }
    if (to > from) {
      long longest = behavior.scaleUp().longestPeriodSeconds() * 1000L;
      history.scaleUps().record(to - from, nowMillis, longest);
    } else {
      long longest = behavior.scaleDown().longestPeriodSeconds() * 1000L;
      history.scaleDowns().record(from - to, nowMillis, longest);
    }
  }
}
