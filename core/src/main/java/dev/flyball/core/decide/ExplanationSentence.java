package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.RateUse;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Quantity;
import dev.flyball.core.policy.ScalingPolicy;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.StringJoiner;

/** Renders an explanation as one sentence. */
final class ExplanationSentence {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Explanation explanation;
  private final ZoneId zone;

  ExplanationSentence(Explanation explanation, ZoneId zone) {
    this.explanation = explanation;
    this.zone = zone;
  }

  String render() {
    Explanation e = explanation;
    return switch (e.outcome()) {
      case None -> "Nothing was decided yet.";
      case Disabled -> "The target has 0 replicas, so autoscaling is disabled for it.";
      case AboveMaximum ->
          e.currentReplicas()
              + " replicas are more than maxReplicas "
              + e.maxReplicas()
              + ", so they are set to "
              + e.desiredReplicas()
              + " at once.";
      case BelowMinimum ->
          e.currentReplicas()
              + " replicas are fewer than minReplicas "
              + e.minReplicas()
              + ", so they are set to "
              + e.desiredReplicas()
              + " at once.";
      case Failed ->
          steps() + "; without it nothing is scaled down: stays at " + e.currentReplicas() + ".";
      case Computed -> steps() + "; " + verdict() + ".";
    };
  }

  private String steps() {
    StringJoiner steps = new StringJoiner("; ");
    for (MetricStep metric : explanation.metrics()) {
      steps.add(metric(metric));
    }
    if (explanation.winner() >= 0 && explanation.metrics().size() > 1) {
      String winner = explanation.metrics().get(explanation.winner()).spec().shortName();
      steps.add(winner + " wins: " + explanation.recommendation());
    }
    explanation.stabilization().ifPresent(held -> steps.add(held(held)));
    explanation.limit().ifPresent(limit -> steps.add(limit(limit)));
    return steps.toString();
  }

  private static String metric(MetricStep metric) {
    String name = metric.spec().shortName();
    if (metric.failure().isPresent()) {
      return name + " could not be read (" + metric.failure().get() + ")";
    }
    String reading =
        switch (metric.spec().target()) {
          case MetricTarget.Utilization target ->
              " at "
                  + metric.status().averageUtilization().orElse(0)
                  + " % of "
                  + target.percent()
                  + " %";
          case MetricTarget.AverageValue target ->
              " at "
                  + Quantity.formatMilli(metric.status().averageValueMilli().orElse(0))
                  + " of "
                  + Quantity.formatMilli(target.milli())
                  + " per pod";
          case MetricTarget.Value target ->
              " at "
                  + Quantity.formatMilli(metric.status().valueMilli().orElse(0))
                  + " of "
                  + Quantity.formatMilli(target.milli());
        };
    String ask = metric.withinTolerance() ? " is close enough: " : " asks for ";
    return name + reading + ask + metric.replicas();
  }

  private String held(StabilizationStep held) {
    boolean up = held.reason() == Reason.ScaleUpStabilized;
    return "the "
        + (up ? "lowest" : "highest")
        + " of the last "
        + held.windowSeconds()
        + " s is "
        + held.replicas()
        + ", which holds until "
        + time(held.untilMillis());
  }

  private String limit(LimitStep limit) {
    return switch (limit.reason()) {
      case TooManyReplicas -> "maxReplicas allows " + limit.replicas();
      case TooFewReplicas -> "minReplicas asks for " + limit.replicas();
      default -> rate(limit);
    };
  }

  private String rate(LimitStep limit) {
    if (explanation.rate().isEmpty()) {
      return "at most double, or 4, at once: " + limit.replicas();
    }
    var rate = explanation.rate().get();
    String direction = rate.up() ? "up" : "down";
    if (rate.chosen() < 0) {
      return "scaling " + direction + " is disabled";
    }
    RateUse use = rate.policies().get(rate.chosen());
    int spent = rate.up() ? use.added() : use.removed();
    StringBuilder text = new StringBuilder();
    text.append(policy(use.policy())).append(" of scaling ").append(direction);
    text.append(" allows ").append(limit.replicas());
    if (spent > 0) {
      text.append(" (").append(spent).append(rate.up() ? " added" : " removed");
      text.append(" in that time");
      use.freesAtMillis().ifPresent(at -> text.append(", more from ").append(time(at)));
      text.append(')');
    }
    return text.toString();
  }

  private static String policy(ScalingPolicy policy) {
    return switch (policy.type()) {
          case Pods -> policy.value() + (policy.value() == 1 ? " pod in " : " pods in ");
          case Percent -> policy.value() + " % in ";
        }
        + policy.periodSeconds()
        + " s";
  }

  private String verdict() {
    int from = explanation.currentReplicas();
    int to = explanation.desiredReplicas();
    return from == to ? "stays at " + to : "from " + from + " to " + to;
  }

  private String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone).truncatedTo(ChronoUnit.SECONDS));
  }
}
