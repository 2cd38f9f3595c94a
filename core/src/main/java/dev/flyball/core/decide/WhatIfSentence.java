package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.ScheduleStep;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Says for people what would have to change. */
final class WhatIfSentence {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  private final ZoneId zone;
  private final Language language;

  WhatIfSentence(ZoneId zone, Language language) {
    this.zone = zone;
    this.language = language;
  }

  String render(WhatIf change) {
    return switch (language) {
      case English -> english(change);
      case Korean -> korean(change);
    };
  }

  private String english(WhatIf change) {
    return switch (change) {
      case WhatIf.MetricAt at ->
          "at "
              + amount(at)
              + (at.above() ? " or more " : " or less ")
              + at.metric().spec().shortName()
              + (inAll(at.metric()) ? " in all" : "")
              + " the metrics would ask for "
              + at.recommendation();
      case WhatIf.MetricRead failed ->
          "with a reading of " + failed.metric().spec().shortName() + " that metric would count";
      case WhatIf.WindowOver over ->
          "from "
              + time(over.atMillis())
              + " on it may go "
              + (over.up() ? "up to " : "down to ")
              + over.replicas()
              + (over.up() ? " if nothing asks for fewer" : " if nothing asks for more")
              + " until then";
      case WhatIf.RateMore more ->
          "the rate allows "
              + more.allowed()
              + " of the "
              + more.asked()
              + " asked for"
              + (more.atMillis().isPresent()
                  ? "; it allows " + (more.up() ? "more" : "fewer") + " from " + time(more) + " on"
                  : " now");
      case WhatIf.DirectionEnabled enabled ->
          "scaling "
              + (enabled.up() ? "up" : "down")
              + " is disabled; enabled, it would go towards "
              + enabled.asked();
      case WhatIf.Doubling doubling ->
          "without a behavior it goes to "
              + doubling.allowed()
              + " now and on towards "
              + doubling.asked()
              + " at the next evaluation";
      case WhatIf.Bound bound ->
          bound(bound)
              + bound.scheduled().map(this::scheduled).orElse("")
              + " holds it: otherwise it would be "
              + bound.asked();
      case WhatIf.PodsReady pods ->
          "with "
              + pods.needed()
              + " ready pods instead of "
              + pods.ready()
              + " the metrics would decide";
      case WhatIf.Activated activated ->
          "a metric above " + ReadableAmount.Number.format(activated.milli()) + " would wake it";
      case WhatIf.SetByHand hand -> "once somebody gives it a replica, the metrics decide again";
    };
  }

  private static String bound(WhatIf.Bound bound) {
    return (bound.upper() ? "maxReplicas " : "minReplicas ") + bound.bound();
  }

  private String korean(WhatIf change) {
    return switch (change) {
      case WhatIf.MetricAt at ->
          at.metric().spec().shortName()
              + ": "
              + (inAll(at.metric()) ? "모두 " : "")
              + amount(at)
              + (at.above() ? " 이상이면 " : " 이하이면 ")
              + at.recommendation()
              + "개 필요";
      case WhatIf.MetricRead failed -> failed.metric().spec().shortName() + ": 값을 읽을 수 있으면 판단에 들어감";
      case WhatIf.WindowOver over ->
          time(over.atMillis())
              + "부터는 그때까지 더 "
              + (over.up() ? "적은" : "많은")
              + " 권고가 없으면 "
              + over.replicas()
              + "개로 "
              + (over.up() ? "늘릴" : "줄일")
              + " 수 있음";
      case WhatIf.RateMore more ->
          "속도 제한으로 필요한 "
              + more.asked()
              + "개 대신 지금은 "
              + more.allowed()
              + "개까지"
              + (more.atMillis().isPresent() ? "; " + time(more) + "부터 더 가능" : "");
      case WhatIf.DirectionEnabled enabled ->
          (enabled.up() ? "늘리기" : "줄이기") + "가 꺼져 있음; 켜면 " + enabled.asked() + "개를 향해 감";
      case WhatIf.Doubling doubling ->
          "behavior가 없어 지금은 " + doubling.allowed() + "개, 다음 평가에서 " + doubling.asked() + "개를 향해 더 감";
      case WhatIf.Bound bound ->
          bound(bound)
              + bound.scheduled().map(this::scheduled).orElse("")
              + " 때문에 "
              + bound.asked()
              + "개가 되지 않음";
      case WhatIf.PodsReady pods ->
          "준비된 파드가 " + pods.ready() + "개가 아니라 " + pods.needed() + "개이면 메트릭으로 결정함";
      case WhatIf.Activated activated ->
          "메트릭이 " + ReadableAmount.Number.format(activated.milli()) + "보다 크면 깨어남";
      case WhatIf.SetByHand hand -> "누군가 레플리카를 하나라도 주면 다시 메트릭으로 결정함";
    };
  }

  private String scheduled(ScheduleStep step) {
    return switch (language) {
      case English -> " of the schedule until " + time(step.untilMillis());
      case Korean -> "(" + time(step.untilMillis()) + "까지의 일정)";
    };
  }

  private static boolean inAll(MetricStep metric) {
    return !MetricInverse.isOfPods(metric.spec()) && metric.spec().target() instanceof AverageValue;
  }

  private static String amount(WhatIf.MetricAt at) {
    return at.metric().spec().target() instanceof Utilization
        ? at.amount() + " %"
        : ReadableAmount.of(at.metric().spec()).format(at.amount());
  }

  private String time(WhatIf.RateMore more) {
    return time(more.atMillis().orElseThrow());
  }

  private String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }
}
