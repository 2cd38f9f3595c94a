package dev.flyball.core.decide;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.policy.Fallback;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.recommend.MetricRecommendation;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import dev.flyball.core.recommend.ReplicaCalculator;
import java.time.Duration;
import java.util.Optional;

/** Asks each metric for its replicas, and takes those of one of them. */
final class Recommender {
  private final ReplicaCalculator calculator = new ReplicaCalculator();
  private final Duration syncPeriod;

  Recommender(Duration syncPeriod) {
    this.syncPeriod = syncPeriod;
  }

  /** Sets the decision's metrics, its winner and its recommendation. */
  void recommend(Decision decision, Observation observation, History history) {
    Policy policy = decision.policy();
    calculator.begin(observation, decision.rules, decision.atMillis());
    for (int i = 0; i < policy.metrics().size(); i++) {
      MetricRecommendation metric = decision.nextMetric();
      MetricSpec spec = policy.metrics().get(i);
      if (decision.currentReplicas() == 0 && !Zero.isReadWithoutPods(spec)) {
        metric.sleep();
        continue;
      }
      calculator.calculate(spec, observation.readings().get(i), metric);
      if (metric.failure() != null && decision.failedMetrics++ == 0) {
        decision.firstFailed = i;
      }
    }
    if (policy.options().fallback().isPresent()) {
      fallBack(decision, history, policy.options().fallback().get());
    } else {
      history.failures().clear();
    }
    select(decision, policy.options().metricSelectPolicy() == MetricSelectPolicy.Min);
    tell(decision, history.conditions());
  }

  private void fallBack(Decision decision, History history, Fallback fallback) {
    Policy policy = decision.policy();
    Optional<Duration> own = policy.options().syncPeriod();
    long period = (own.isPresent() ? own.get() : syncPeriod).toMillis();
    history.failures().follow(policy.metrics());
    boolean others = fallback.behavior() == Fallback.Behavior.OtherMetrics;
    boolean anyCounts = false;
    for (int i = 0; i < decision.metricCount(); i++) {
      MetricRecommendation metric = decision.metric(i);
      if (metric.failure() == null) {
        history.failures().succeeded(i);
        anyCounts |= metric.counts();
        continue;
      }
      // Evaluations keep a rhythm, but not to the millisecond.
      int failures = history.failures().failed(i, decision.atMillis(), period - period / 8);
      if (failures >= fallback.failures()) {
        if (others) {
          metric.leaveOut(failures);
        } else {
          metric.fallBack(fallback.replicasAt(decision.currentReplicas()), failures);
        }
      }
    }
    if (others && !anyCounts) {
      standInForAll(decision, fallback);
    }
  }

  /** With every metric left out, there is nothing else that could decide. */
  private static void standInForAll(Decision decision, Fallback fallback) {
    for (int i = 0; i < decision.metricCount(); i++) {
      MetricRecommendation metric = decision.metric(i);
      if (metric.standing() == Standing.Failed) {
        return;
      }
    }
    MetricRecommendation first = decision.metric(decision.firstFailed);
    first.fallBack(fallback.replicasAt(decision.currentReplicas()), first.failedReadings());
  }

  private static void select(Decision decision, boolean lowest) {
    int best = 0;
    for (int i = 0; i < decision.metricCount(); i++) {
      MetricRecommendation metric = decision.metric(i);
      if (metric.standing() == Standing.Failed) {
        decision.unresolvedMetrics++;
      } else if (metric.counts()
          && (decision.winner < 0
              || (best == 0 && !lowest)
              || (lowest ? metric.replicas() < best : metric.replicas() > best))) {
        best = metric.replicas();
        decision.winner = i;
      }
    }
    // The HPA never recommends less than nothing, whatever a negative metric asks for.
    decision.recommendation = Math.max(0, best);
  }

  /** Says whether a fallback is in force, once there has been one. */
  private static void tell(Decision decision, Conditions conditions) {
    boolean resolved = decision.failedMetrics > decision.unresolvedMetrics;
    if (resolved) {
      conditions.set(ConditionType.Fallback, true, Reason.FallbackExists, decision.atMillis());
    } else if (conditions.reason(ConditionType.Fallback) != null) {
      conditions.set(ConditionType.Fallback, false, Reason.NoFallbackFound, decision.atMillis());
    }
  }
}
