package dev.flyball.core.decide;

/** Says in Korean what would have to change. */
final class KoreanWhatIf {
  private final WhatIfFormat format;

  KoreanWhatIf(WhatIfFormat format) {
    this.format = format;
  }

  String render(WhatIf change) {
    return switch (change) {
      case WhatIf.MetricAt at -> metric(at);
      case WhatIf.MetricRead failed -> WhatIfFormat.name(failed.metric()) + ": 값을 읽을 수 있으면 판단에 들어감";
      case WhatIf.WindowOver over -> window(over);
      case WhatIf.RateMore more -> rate(more);
      case WhatIf.DirectionEnabled enabled ->
          (enabled.up() ? "늘리기" : "줄이기") + "가 꺼져 있음; 켜면 " + enabled.asked() + "개를 향해 감";
      case WhatIf.Doubling doubling ->
          "behavior가 없어 지금은 " + doubling.allowed() + "개, 다음 평가에서 " + doubling.asked() + "개를 향해 더 감";
      case WhatIf.Bound bound -> bound(bound);
      case WhatIf.Room room -> "파드 " + room.more() + "개가 더 들어갈 자리가 있으면 " + room.replicas() + "개로 감";
      case WhatIf.PodsReady pods ->
          "준비된 파드가 " + pods.ready() + "개가 아니라 " + pods.needed() + "개이면 메트릭으로 결정함";
      case WhatIf.Activated activated -> "메트릭이 " + WhatIfFormat.activation(activated) + "보다 크면 깨어남";
      case WhatIf.SetByHand hand -> "누군가 레플리카를 하나라도 주면 다시 메트릭으로 결정함";
    };
  }

  private static String metric(WhatIf.MetricAt at) {
    return WhatIfFormat.name(at.metric())
        + ": "
        + (WhatIfFormat.inAll(at.metric()) ? "모두 " : "")
        + WhatIfFormat.amount(at)
        + (at.above() ? " 이상이면 " : " 이하이면 ")
        + at.recommendation()
        + "개 필요";
  }

  private String window(WhatIf.WindowOver over) {
    return format.time(over.atMillis())
        + "부터는 그때까지 더 "
        + (over.up() ? "적은" : "많은")
        + " 권고가 없으면 "
        + over.replicas()
        + "개로 "
        + (over.up() ? "늘릴" : "줄일")
        + " 수 있음";
  }

  private String rate(WhatIf.RateMore more) {
    String now = "속도 제한으로 필요한 " + more.asked() + "개 대신 지금은 " + more.allowed() + "개까지";
    return more.atMillis().isEmpty()
        ? now
        : now + "; " + format.time(more.atMillis().getAsLong()) + "부터 더 가능";
  }

  private String bound(WhatIf.Bound bound) {
    String until =
        bound.scheduled().map(step -> "(" + format.time(step.untilMillis()) + "까지의 일정)").orElse("");
    return WhatIfFormat.bound(bound) + until + " 때문에 " + bound.asked() + "개가 되지 않음";
  }
}
