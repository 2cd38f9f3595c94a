package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.PodCounts;
import dev.flyball.core.decide.Explanation.RateStep;
import dev.flyball.core.decide.Explanation.RateUse;
import dev.flyball.core.decide.Explanation.ReadyStep;
import dev.flyball.core.decide.Explanation.ScheduleStep;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.decide.Explanation.ZeroStep;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.ScheduledFloor;
import dev.flyball.core.recommend.MetricRecommendation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Takes a decision's steps as values. */
final class Explainer {
  private Explainer() {}

  static Explanation explain(Decision decision) {
    return new Explanation(
        decision.atMillis(),
        decision.outcome(),
        decision.currentReplicas(),
        decision.desiredReplicas(),
        metrics(decision),
        decision.winner(),
        decision.recommendedReplicas(),
        stabilization(decision),
        rate(decision),
        limit(decision),
        ready(decision),
        zero(decision),
        scheduled(decision.floor),
        CapacityLimit.room(decision),
        decision.minReplicas(),
        decision.policy().maxReplicas());
  }

  private static List<MetricStep> metrics(Decision decision) {
    List<MetricStatus> statuses = decision.currentMetrics();
    List<MetricStep> steps = new ArrayList<>(statuses.size());
    for (int i = 0; i < statuses.size(); i++) {
      MetricRecommendation metric = decision.metric(i);
      steps.add(
          new MetricStep(
              statuses.get(i).spec(),
              statuses.get(i),
              metric.replicas(),
              metric.ratio(),
              metric.withinTolerance(),
              new PodCounts(
                  metric.readyPods(),
                  metric.unreadyPods(),
                  metric.missingPods(),
                  metric.ignoredPods()),
              Optional.ofNullable(metric.failure()),
              metric.standing(),
              metric.failedReadings(),
              metric.totalMilli(),
              metric.surgePods()));
    }
    return steps;
  }

  private static Optional<StabilizationStep> stabilization(Decision decision) {
    if (decision.held == null || decision.stabilized == decision.recommendation) {
      return Optional.empty();
    }
    return Optional.of(
        new StabilizationStep(
            decision.held,
            decision.heldWindowMillis / 1000,
            decision.heldReplicas,
            decision.heldSinceMillis,
            decision.heldSinceMillis + decision.heldWindowMillis));
  }

  private static Optional<RateStep> rate(Decision decision) {
    Behavior behavior = decision.policy().behavior();
    if (behavior == null || !decision.rated) {
      return Optional.empty();
    }
    boolean up = decision.stabilized > decision.currentReplicas();
    ScalingRules rules = up ? behavior.scaleUp() : behavior.scaleDown();
    RateLimit rate = decision.rate;
    List<RateUse> uses = new ArrayList<>();
    for (int i = 0; rate.chosen() >= 0 && i < rules.policies().size(); i++) {
      long frees = rate.freesAt(i);
      uses.add(
          new RateUse(
              rules.policies().get(i),
              rate.added(i),
              rate.removed(i),
              rate.limit(i),
              frees == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(frees)));
    }
    return Optional.of(new RateStep(up, rules.selectPolicy(), uses, rate.chosen()));
  }

  private static Optional<LimitStep> limit(Decision decision) {
    return switch (decision.outcome()) {
      case AboveMaximum ->
          Optional.of(new LimitStep(Reason.TooManyReplicas, decision.desiredReplicas()));
      case BelowMinimum ->
          Optional.of(new LimitStep(Reason.TooFewReplicas, decision.desiredReplicas()));
      case Computed ->
          decision.limit == Reason.DesiredWithinRange
              ? Optional.empty()
              : Optional.of(new LimitStep(decision.limit, decision.limitReplicas));
      case None, Disabled, TooFewReady, Failed -> Optional.empty();
    };
  }

  private static Optional<ZeroStep> zero(Decision decision) {
    return switch (decision.zero) {
      case None -> Optional.empty();
      case Asleep, Woken, Cooling, Idle ->
          Optional.of(
              new ZeroStep(
                  decision.recommendation,
                  decision.zero == Zero.Step.Woken,
                  decision.lastActiveMillis,
                  decision.idleFromMillis));
    };
  }

  private static Optional<ScheduleStep> scheduled(Floor floor) {
    ScheduledFloor source = floor.source();
    return source == null
        ? Optional.empty()
        : Optional.of(new ScheduleStep(source, floor.rising(), floor.holdsUntilMillis()));
  }

  private static Optional<ReadyStep> ready(Decision decision) {
    int percent = decision.policy().options().minReadyPercent();
    return decision.outcome() == Outcome.TooFewReady
        ? Optional.of(new ReadyStep(decision.readyPods, percent))
        : Optional.empty();
  }
}
