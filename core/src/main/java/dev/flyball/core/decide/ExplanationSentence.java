package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.PodCounts;
import dev.flyball.core.decide.Explanation.RateUse;
import dev.flyball.core.decide.Explanation.RoomStep;
import dev.flyball.core.decide.Explanation.ScheduleStep;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.decide.Explanation.ZeroStep;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/** Renders an explanation as one sentence: each step a clause, the outcome the last of them. */
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
      case AboveMaximum -> atOnce("above maxReplicas " + e.maxReplicas());
      case BelowMinimum ->
          atOnce("below " + minimum("minReplicas " + e.minReplicas())) + roomBelowMinimum();
      case TooFewReady -> steps() + "; " + tooFewReady() + ".";
      case Failed -> steps() + "; " + failure() + ": stays at " + e.currentReplicas() + ".";
      case Computed -> steps() + "; " + verdict() + ".";
    };
  }

  private String atOnce(String outside) {
    int from = explanation.currentReplicas();
    return from
        + (from == 1 ? " replica is " : " replicas are ")
        + outside
        + ", so it goes from "
        + from
        + " to "
        + explanation.desiredReplicas()
        + " at once.";
  }

  /** The entry of the schedule that the lower bound comes from, or what stands without one. */
  private String minimum(String without) {
    Optional<ScheduleStep> scheduled = explanation.scheduled();
    if (scheduled.isEmpty()) {
      return without;
    }
    ScheduleStep step = scheduled.get();
    return step.rising()
        ? "the ramp up to " + step.floor().minReplicas() + " at " + time(step.untilMillis())
        : "the schedule's minReplicas "
            + explanation.minReplicas()
            + " until "
            + time(step.untilMillis());
  }

  private String steps() {
    StringJoiner steps = new StringJoiner("; ");
    for (MetricStep metric : explanation.metrics()) {
      steps.add(metric(metric));
    }
    if (explanation.winner() >= 0) {
      addWinner(explanation.metrics().get(explanation.winner()).replicas(), steps);
    }
    explanation.zero().ifPresent(zero -> steps.add(zero(zero)));
    explanation.stabilization().ifPresent(held -> steps.add(held(held)));
    explanation
        .limit()
        .filter(limit -> !isRoom(limit.reason()))
        .ifPresent(limit -> steps.add(limit(limit)));
    explanation.room().filter(RoomStep::exceeded).ifPresent(room -> steps.add(room(room)));
    return steps.toString();
  }

  private static boolean isRoom(Reason reason) {
    return reason == Reason.InsufficientCapacity || reason == Reason.QuotaExceeded;
  }

  private String room(RoomStep room) {
    return CapacityLimit.shortage(
        explanation.currentReplicas(), room.wanted(), room.replicas(), room.shortage());
  }

  private String roomBelowMinimum() {
    return explanation
        .room()
        .filter(RoomStep::exceeded)
        .map(room -> " There is no room for all of them: " + room(room) + ".")
        .orElse("");
  }

  /** Says which metric wins, where they do not agree anyway. */
  private void addWinner(int winner, StringJoiner steps) {
    boolean fewer = false;
    boolean more = false;
    for (MetricStep metric : explanation.metrics()) {
      fewer |= metric.counts() && metric.replicas() < winner;
      more |= metric.counts() && metric.replicas() > winner;
    }
    if (fewer || more) {
      steps.add("the " + (fewer ? "highest" : "lowest") + " wins: " + Math.max(0, winner));
    }
  }

  private String zero(ZeroStep zero) {
    if (explanation.currentReplicas() == 0) {
      return zero.waking() ? "it is woken" : "nothing is above the activation, so it sleeps on";
    }
    return zero.replicas() == 0
        ? "nothing has been above the activation since " + time(zero.lastActiveMillis())
        : "the last replica stays until " + time(zero.idleFromMillis()) + " at least";
  }

  private String metric(MetricStep metric) {
    String name = metric.spec().shortName();
    if (metric.failure().isPresent()) {
      return name + " has no usable reading (" + metric.failure().get() + ")" + instead(metric);
    }
    if (metric.standing() == Standing.Asleep) {
      return name + " is not asked without pods";
    }
    String withoutSample = oddPods(metric);
    String ask = " asks for ";
    if (metric.withinTolerance()) {
      ask = withoutSample.isEmpty() ? " is close enough to keep " : " keeps ";
    }
    return name + " at " + reading(metric) + withoutSample + ask + metric.replicas();
  }

  /** What a metric that keeps failing counts for. */
  private static String instead(MetricStep metric) {
    String inARow = ", " + metric.failedReadings() + " in a row, ";
    return switch (metric.standing()) {
      case Valid, Failed -> "";
      case Fallback -> inARow + "and falls back on " + metric.replicas();
      case LeftOut -> inARow + "and is left out";
      case Asleep -> "";
    };
  }

  private String reading(MetricStep metric) {
    MetricStatus status = metric.status();
    ReadableAmount amount = ReadableAmount.of(metric.spec());
    return switch (metric.spec().target()) {
      case MetricTarget.Utilization target ->
          status.averageUtilization().orElse(0) + " % of " + target.percent() + " %";
      case MetricTarget.AverageValue target when explanation.currentReplicas() == 0 ->
          amount.format(metric.totalMilli())
              + " in all, for "
              + amount.format(target.milli())
              + " per pod";
      case MetricTarget.AverageValue target ->
          amount.format(status.averageValueMilli().orElse(0))
              + " of "
              + amount.format(target.milli())
              + " per pod";
      case MetricTarget.Value target ->
          amount.format(status.valueMilli().orElse(0)) + " of " + amount.format(target.milli());
    };
  }

  /** The pods that damp a metric's wish: samples that do not count or are not there, and surge. */
  private static String oddPods(MetricStep metric) {
    PodCounts pods = metric.pods();
    if (pods.unready() == 0 && pods.missing() == 0 && metric.surgePods() == 0) {
      return "";
    }
    StringJoiner text = new StringJoiner(", ", " (", ")");
    if (pods.unready() > 0) {
      text.add(count(pods.unready(), "pod") + " not ready yet");
    }
    if (pods.missing() > 0) {
      text.add(count(pods.missing(), "pod") + " without a sample");
    }
    if (metric.surgePods() > 0) {
      text.add(count(metric.surgePods(), "pod") + " more than asked for");
    }
    return text.toString();
  }

  private String held(StabilizationStep held) {
    boolean up = held.reason() == Reason.ScaleUpStabilized;
    String window =
        held.sinceMillis() == explanation.atMillis()
            ? "the window of " + held.windowSeconds() + " s begins with " + held.replicas()
            : "the "
                + (up ? "lowest" : "highest")
                + " of the last "
                + held.windowSeconds()
                + " s is "
                + held.replicas();
    int current = explanation.currentReplicas();
    // Without a behavior the window may even take replicas past the current ones, back up.
    boolean waits =
        up
            ? held.replicas() <= current
            : held.replicas() >= current && explanation.desiredReplicas() <= current;
    return window
        + (waits ? ", so it waits until " : ", so it takes " + held.replicas() + " until ")
        + time(held.untilMillis());
  }

  private String limit(LimitStep limit) {
    return switch (limit.reason()) {
      case TooManyReplicas -> "maxReplicas allows at most " + limit.replicas();
      case TooFewReplicas -> minimum("minReplicas") + " asks for at least " + limit.replicas();
      default -> rate(limit);
    };
  }

  private String rate(LimitStep limit) {
    if (explanation.rate().isEmpty()) {
      return "without a behavior it may only double, or go to 4, at once: " + limit.replicas();
    }
    var rate = explanation.rate().get();
    String direction = rate.up() ? "up" : "down";
    if (rate.chosen() < 0) {
      return "scaling " + direction + " is disabled";
    }
    RateUse use = rate.policies().get(rate.chosen());
    return "scaling "
        + direction
        + " by at most "
        + policy(use.policy())
        + " allows "
        + limit.replicas()
        + spent(use, rate.up());
  }

  private String spent(RateUse use, boolean up) {
    int spent = up ? use.added() : use.removed();
    if (spent == 0) {
      return "";
    }
    String text = " (" + spent + (up ? " added" : " removed") + " already";
    // Where replicas also moved the other way, the oldest change need not be the one that frees.
    boolean oneWay = (up ? use.removed() : use.added()) == 0;
    return use.freesAtMillis().isPresent() && oneWay
        ? text + ", more from " + time(use.freesAtMillis().getAsLong()) + ")"
        : text + ")";
  }

  private static String policy(ScalingPolicy policy) {
    String amount =
        switch (policy.type()) {
          case Pods -> count(policy.value(), "pod");
          case Percent -> policy.value() + " %";
        };
    return amount + " in " + policy.periodSeconds() + " s";
  }

  private String tooFewReady() {
    int replicas = explanation.currentReplicas();
    return explanation
            .ready()
            .map(
                r ->
                    "only "
                        + r.pods()
                        + " of "
                        + replicas
                        + " ready, fewer than "
                        + r.percent()
                        + " %: ")
            .orElse("")
        + "stays at "
        + replicas;
  }

  private String failure() {
    return explanation.winner() < 0
        ? "without any metric nothing is changed"
        : "with a metric missing nothing is scaled down";
  }

  private String verdict() {
    int from = explanation.currentReplicas();
    int to = explanation.desiredReplicas();
    return from == to ? "stays at " + to : "goes from " + from + " to " + to;
  }

  private static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  private String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }
}
