package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.RateStep;
import dev.flyball.core.decide.Explanation.RateUse;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.ScaleToZero;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Finds what would have to change for a decision to come out otherwise. */
final class WhatIfFinder {
  private final Explanation explanation;
  private final Policy policy;
  private final AutoscalerSettings settings;
  private final List<WhatIf> found = new ArrayList<>();

  WhatIfFinder(Explanation explanation, Policy policy, AutoscalerSettings settings) {
    this.explanation = explanation;
    this.policy = policy;
    this.settings = settings;
  }

  List<WhatIf> find() {
    switch (explanation.outcome()) {
      case None -> {}
      case Disabled -> found.add(new WhatIf.SetByHand());
      case AboveMaximum -> bound(true, explanation.currentReplicas());
      case BelowMinimum -> bound(false, explanation.currentReplicas());
      case TooFewReady -> ready();
      case Failed -> metrics();
      case Computed -> {
        zero();
        window();
        explanation.limit().ifPresent(this::limit);
        metrics();
      }
    }
    return List.copyOf(found);
  }

  private void bound(boolean upper, int asked) {
    int bound = upper ? explanation.maxReplicas() : explanation.minReplicas();
    found.add(
        new WhatIf.Bound(upper, bound, asked, upper ? Optional.empty() : explanation.scheduled()));
  }

  private void ready() {
    explanation
        .ready()
        .ifPresent(
            r -> {
              long needed = ((long) r.percent() * explanation.currentReplicas() + 99) / 100;
              found.add(new WhatIf.PodsReady(r.pods(), (int) needed));
            });
  }

  private void zero() {
    Optional<ScaleToZero> option = policy.options().scaleToZero();
    if (option.isPresent()
        && explanation.zero().isPresent()
        && explanation.currentReplicas() == 0
        && !explanation.zero().get().waking()) {
      found.add(new WhatIf.Activated(option.get().activationMilli()));
    }
  }

  private void window() {
    int asked =
        Math.clamp(
            explanation.recommendation(), explanation.minReplicas(), explanation.maxReplicas());
    explanation
        .stabilization()
        .ifPresent(
            s ->
                found.add(
                    new WhatIf.WindowOver(
                        s.reason() == Reason.ScaleUpStabilized, s.untilMillis(), asked)));
  }

  /** What is asked for once the window has had its say. */
  private int stabilized() {
    int current = explanation.currentReplicas();
    boolean behaves = policy.behavior() != null;
    return explanation
        .stabilization()
        .map(
            s -> {
              if (!behaves) {
                return s.replicas();
              }
              return s.reason() == Reason.ScaleUpStabilized
                  ? Math.max(s.replicas(), current)
                  : Math.min(s.replicas(), current);
            })
        .orElse(explanation.recommendation());
  }

  private void limit(LimitStep limit) {
    int asked = stabilized();
    if (isRoom(limit.reason())) {
      explanation
          .room()
          .ifPresent(r -> found.add(new WhatIf.Room(r.wanted() - limit.replicas(), r.wanted())));
    } else if (limit.reason() == Reason.TooManyReplicas
        || limit.reason() == Reason.TooFewReplicas) {
      bound(limit.reason() == Reason.TooManyReplicas, asked);
    } else if (explanation.rate().isEmpty()) {
      found.add(new WhatIf.Doubling(limit.replicas(), asked));
    } else {
      RateStep rate = explanation.rate().get();
      found.add(
          rate.chosen() < 0
              ? new WhatIf.DirectionEnabled(rate.up(), asked)
              : new WhatIf.RateMore(
                  rate.up(),
                  limit.replicas(),
                  asked,
                  moreAt(rate.policies().get(rate.chosen()), rate.up())));
    }
  }

  static boolean isRoom(Reason reason) {
    return reason == Reason.InsufficientCapacity || reason == Reason.QuotaExceeded;
  }

  private OptionalLong moreAt(RateUse use, boolean up) {
    if ((up ? use.removed() : use.added()) != 0) {
      // Where replicas also moved the other way, the oldest change need not be the one that frees.
      return OptionalLong.empty();
    }
    return (up ? use.added() : use.removed()) == 0
        ? OptionalLong.of(explanation.atMillis() + use.policy().periodSeconds() * 1000L)
        : use.freesAtMillis();
  }

  private void metrics() {
    boolean unresolved = false;
    for (MetricStep metric : explanation.metrics()) {
      if (metric.failure().isPresent()) {
        found.add(new WhatIf.MetricRead(metric));
        unresolved |= metric.standing() == Standing.Failed;
      }
    }
    if (explanation.winner() < 0 || explanation.zero().isPresent()) {
      return;
    }
    for (int i = 0; i < explanation.metrics().size(); i++) {
      MetricInverse inverse = inverse(i);
      if (inverse.known()) {
        above(i, inverse);
        // With a metric missing nothing is scaled down, whatever the others say.
        if (!unresolved) {
          below(i, inverse);
        }
      }
    }
  }

  private MetricInverse inverse(int metric) {
    return new MetricInverse(
        explanation.metrics().get(metric),
        explanation.currentReplicas(),
        Decision.rules(policy, settings).tolerances());
  }

  private void above(int metric, MetricInverse inverse) {
    int now = explanation.recommendation();
    OptionalInt others = best(metric);
    if (lowest() && others.isPresent() && others.getAsInt() <= now) {
      return;
    }
    OptionalLong amount = inverse.askingMoreThan(now);
    if (amount.isPresent()) {
      int asked = inverse.asked(amount.getAsLong());
      add(
          metric,
          true,
          amount.getAsLong(),
          lowest() ? Math.min(asked, others.orElse(asked)) : asked);
    }
  }

  private void below(int metric, MetricInverse inverse) {
    int now = explanation.recommendation();
    OptionalInt others = best(metric);
    if (!lowest() && others.isPresent() && others.getAsInt() >= now) {
      return;
    }
    OptionalLong amount = inverse.askingFewerThan(now);
    if (amount.isPresent()) {
      int asked = inverse.asked(amount.getAsLong());
      add(
          metric,
          false,
          amount.getAsLong(),
          lowest() ? asked : Math.max(asked, others.orElse(asked)));
    }
  }

  private void add(int metric, boolean above, long amount, int recommendation) {
    found.add(
        new WhatIf.MetricAt(explanation.metrics().get(metric), above, amount, recommendation));
  }

  private boolean lowest() {
    return policy.options().metricSelectPolicy() == MetricSelectPolicy.Min;
  }

  /** What the other metrics would have taken between them; empty where no other counts. */
  private OptionalInt best(int without) {
    OptionalInt best = OptionalInt.empty();
    for (int i = 0; i < explanation.metrics().size(); i++) {
      MetricStep metric = explanation.metrics().get(i);
      if (i == without || !metric.counts()) {
        continue;
      }
      int asked = Math.max(0, metric.replicas());
      boolean better =
          best.isEmpty() || (lowest() ? asked < best.getAsInt() : asked > best.getAsInt());
      best = better ? OptionalInt.of(asked) : best;
    }
    return best;
  }
}
