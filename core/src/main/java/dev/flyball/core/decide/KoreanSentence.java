package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.PodCounts;
import dev.flyball.core.decide.Explanation.RateStep;
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
import java.util.StringJoiner;

/**
 * Renders an explanation as one Korean sentence: each step a clause, the outcome the last of them.
 * Names of metrics take no particle, as it would depend on how they are read aloud.
 */
final class KoreanSentence {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final Explanation explanation;
  private final ZoneId zone;

  KoreanSentence(Explanation explanation, ZoneId zone) {
    this.explanation = explanation;
    this.zone = zone;
  }

  String render() {
    Explanation e = explanation;
    return switch (e.outcome()) {
      case None -> "아직 결정된 것이 없습니다.";
      case Disabled -> "대상의 레플리카가 0개이므로 자동 확장이 꺼져 있습니다.";
      case AboveMaximum -> atOnce("maxReplicas " + e.maxReplicas() + "보다 많으므로", "줄입니다");
      case BelowMinimum ->
          atOnce(minimum("minReplicas " + e.minReplicas()) + "보다 적으므로", "늘립니다")
              + roomBelowMinimum();
      case TooFewReady -> steps() + "; " + tooFewReady() + ".";
      case Failed -> steps() + "; " + failure() + ": " + e.currentReplicas() + "개 유지.";
      case Computed -> steps() + "; " + verdict() + ".";
    };
  }

  private String atOnce(String outside, String change) {
    int from = explanation.currentReplicas();
    return "레플리카 "
        + from
        + "개가 "
        + outside
        + " 즉시 "
        + from
        + "개에서 "
        + explanation.desiredReplicas()
        + "개로 "
        + change
        + ".";
  }

  /** The entry of the schedule that the lower bound comes from, or what stands without one. */
  private String minimum(String without) {
    return explanation.scheduled().map(this::scheduled).orElse(without);
  }

  private String scheduled(ScheduleStep step) {
    return step.rising()
        ? time(step.untilMillis()) + "에 " + step.floor().minReplicas() + "개가 되도록 올라가는 일정"
        : "일정의 minReplicas " + explanation.minReplicas() + "(" + time(step.untilMillis()) + "까지)";
  }

  private String steps() {
    StringJoiner steps = new StringJoiner("; ");
    for (MetricStep metric : explanation.metrics()) {
      steps.add(metric.spec().shortName() + ": " + metric(metric));
    }
    if (explanation.winner() >= 0) {
      addWinner(explanation.metrics().get(explanation.winner()).replicas(), steps);
    }
    explanation.zero().ifPresent(zero -> steps.add(zero(zero)));
    explanation.stabilization().ifPresent(held -> steps.add(held(held)));
    explanation
        .limit()
        .filter(limit -> !WhatIfFinder.isRoom(limit.reason()))
        .ifPresent(limit -> steps.add(limit(limit)));
    explanation.room().filter(RoomStep::exceeded).ifPresent(room -> steps.add(room(room)));
    return steps.toString();
  }

  private String room(RoomStep room) {
    int current = explanation.currentReplicas();
    String fits =
        room.wanted() > current && room.replicas() >= current
            ? "더 필요한 파드 "
                + (room.wanted() - current)
                + "개 중 "
                + (room.replicas() - current)
                + "개만 들어감"
            : "파드 " + room.wanted() + "개 중 " + room.replicas() + "개만 들어감";
    return fits + ": " + room.shortage();
  }

  private String roomBelowMinimum() {
    return explanation
        .room()
        .filter(RoomStep::exceeded)
        .map(room -> " 모두 들어갈 자리가 없습니다: " + room(room) + ".")
        .orElse("");
  }

  private void addWinner(int winner, StringJoiner steps) {
    boolean fewer = false;
    boolean more = false;
    for (MetricStep metric : explanation.metrics()) {
      fewer |= metric.counts() && metric.replicas() < winner;
      more |= metric.counts() && metric.replicas() > winner;
    }
    if (fewer || more) {
      steps.add("가장 " + (fewer ? "높은" : "낮은") + " 값을 따름: " + Math.max(0, winner) + "개");
    }
  }

  private String zero(ZeroStep zero) {
    if (explanation.currentReplicas() == 0) {
      return zero.waking() ? "0개에서 깨움" : "활성화 기준을 넘은 것이 없어 0개로 둠";
    }
    return zero.replicas() == 0
        ? time(zero.lastActiveMillis()) + " 이후 활성화 기준을 넘은 것이 없음"
        : "마지막 1개는 적어도 " + time(zero.idleFromMillis()) + "까지 둠";
  }

  private String metric(MetricStep metric) {
    if (metric.failure().isPresent()) {
      return "쓸 수 있는 값 없음 (" + metric.failure().get() + ")" + instead(metric);
    }
    if (metric.standing() == Standing.Asleep) {
      return "파드가 없어 묻지 않음";
    }
    String withoutSample = oddPods(metric);
    String ask = ", " + metric.replicas() + "개 필요";
    if (metric.withinTolerance()) {
      ask = (withoutSample.isEmpty() ? ", 목표에 충분히 가까워 " : ", 그래서 ") + metric.replicas() + "개 그대로";
    }
    return reading(metric) + withoutSample + ask;
  }

  /** What a metric that keeps failing counts for. */
  private static String instead(MetricStep metric) {
    String inARow = ", " + metric.failedReadings() + "회 연속, ";
    return switch (metric.standing()) {
      case Valid, Failed, Asleep -> "";
      case Fallback -> inARow + "대체값 " + metric.replicas() + "개 적용";
      case LeftOut -> inARow + "제외함";
    };
  }

  private String reading(MetricStep metric) {
    MetricStatus status = metric.status();
    ReadableAmount amount = ReadableAmount.of(metric.spec());
    return switch (metric.spec().target()) {
      case MetricTarget.Utilization target ->
          "목표 " + target.percent() + " %에 " + status.averageUtilization().orElse(0) + " %";
      case MetricTarget.AverageValue target when explanation.currentReplicas() == 0 ->
          "파드당 목표 " + amount.format(target.milli()) + "에 모두 " + amount.format(metric.totalMilli());
      case MetricTarget.AverageValue target ->
          "파드당 목표 "
              + amount.format(target.milli())
              + "에 "
              + amount.format(status.averageValueMilli().orElse(0));
      case MetricTarget.Value target ->
          "목표 "
              + amount.format(target.milli())
              + "에 "
              + amount.format(status.valueMilli().orElse(0));
    };
  }

  private static String oddPods(MetricStep metric) {
    PodCounts pods = metric.pods();
    StringJoiner text = new StringJoiner(", ", " (", ")").setEmptyValue("");
    if (pods.unready() > 0) {
      text.add("아직 준비되지 않은 파드 " + pods.unready() + "개");
    }
    if (pods.missing() > 0) {
      text.add("값이 없는 파드 " + pods.missing() + "개");
    }
    if (metric.surgePods() > 0) {
      text.add("요청보다 많은 파드 " + metric.surgePods() + "개");
    }
    return text.toString();
  }

  private String held(StabilizationStep held) {
    boolean up = held.reason() == Reason.ScaleUpStabilized;
    String window =
        held.sinceMillis() == explanation.atMillis()
            ? held.windowSeconds() + "초 구간이 " + held.replicas() + "개로 시작하므로 "
            : "최근 "
                + held.windowSeconds()
                + "초의 "
                + (up ? "최저" : "최고")
                + " 권고가 "
                + held.replicas()
                + "개이므로 ";
    int current = explanation.currentReplicas();
    boolean waits =
        up
            ? held.replicas() <= current
            : held.replicas() >= current && explanation.desiredReplicas() <= current;
    return window
        + time(held.untilMillis())
        + (waits ? "까지 기다림" : "까지 " + held.replicas() + "개를 따름");
  }

  private String limit(LimitStep limit) {
    return switch (limit.reason()) {
      case TooManyReplicas -> "maxReplicas로 최대 " + limit.replicas() + "개";
      case TooFewReplicas -> minimum("minReplicas") + "에 따라 최소 " + limit.replicas() + "개";
      default ->
          explanation
              .rate()
              .map(rate -> rate(rate, limit))
              .orElse("behavior가 없으면 한 번에 두 배 또는 4개까지만 가능: " + limit.replicas() + "개");
    };
  }

  private String rate(RateStep rate, LimitStep limit) {
    if (rate.chosen() < 0) {
      return (rate.up() ? "늘리기" : "줄이기") + "가 꺼져 있음";
    }
    RateUse use = rate.policies().get(rate.chosen());
    return use.policy().periodSeconds()
        + "초에 최대 "
        + amount(use.policy())
        + "까지 "
        + (rate.up() ? "늘릴" : "줄일")
        + " 수 있어 "
        + limit.replicas()
        + "개로 제한"
        + spent(use, rate.up());
  }

  private String spent(RateUse use, boolean up) {
    int spent = up ? use.added() : use.removed();
    if (spent == 0) {
      return "";
    }
    String text = " (이미 " + spent + "개 " + (up ? "늘림" : "줄임");
    // Where replicas also moved the other way, the oldest change need not be the one that frees.
    boolean oneWay = (up ? use.removed() : use.added()) == 0;
    return use.freesAtMillis().isPresent() && oneWay
        ? text + ", " + time(use.freesAtMillis().getAsLong()) + "부터 더 가능)"
        : text + ")";
  }

  private static String amount(ScalingPolicy policy) {
    return switch (policy.type()) {
      case Pods -> policy.value() + "개";
      case Percent -> policy.value() + " %";
    };
  }

  private String tooFewReady() {
    int replicas = explanation.currentReplicas();
    return explanation
            .ready()
            .map(r -> replicas + "개 중 " + r.pods() + "개만 준비됨, " + r.percent() + " % 미만: ")
            .orElse("")
        + replicas
        + "개 유지";
  }

  private String failure() {
    return explanation.winner() < 0 ? "쓸 수 있는 메트릭이 없으면 바꾸지 않음" : "빠진 메트릭이 있으면 줄이지 않음";
  }

  private String verdict() {
    int from = explanation.currentReplicas();
    int to = explanation.desiredReplicas();
    return from == to ? to + "개 유지" : from + "개에서 " + to + "개로 변경";
  }

  private String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }
}
