package dev.flyball.core.decide;

/** Says in English what would have to change. */
final class EnglishWhatIf {
  private final WhatIfFormat format;

  EnglishWhatIf(WhatIfFormat format) {
    this.format = format;
  }

  String render(WhatIf change) {
    return switch (change) {
      case WhatIf.MetricAt at -> metric(at);
      case WhatIf.MetricRead failed ->
          "with a reading of " + WhatIfFormat.name(failed.metric()) + " that metric would count";
      case WhatIf.WindowOver over -> window(over);
      case WhatIf.RateMore more -> rate(more);
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
      case WhatIf.Bound bound -> bound(bound);
      case WhatIf.Room room ->
          "with room for " + room.more() + " more, it would go to " + room.replicas();
      case WhatIf.PodsReady pods -> ready(pods);
      case WhatIf.Activated activated ->
          "a metric above " + WhatIfFormat.activation(activated) + " would wake it";
      case WhatIf.SetByHand hand -> "once somebody gives it a replica, the metrics decide again";
    };
  }

  private static String metric(WhatIf.MetricAt at) {
    return "at "
        + WhatIfFormat.amount(at)
        + (at.above() ? " or more " : " or less ")
        + WhatIfFormat.name(at.metric())
        + (WhatIfFormat.inAll(at.metric()) ? " in all" : "")
        + " the metrics would ask for "
        + at.recommendation();
  }

  private String window(WhatIf.WindowOver over) {
    return "from "
        + format.time(over.atMillis())
        + " on it may go "
        + (over.up() ? "up to " : "down to ")
        + over.replicas()
        + (over.up() ? " if nothing asks for fewer" : " if nothing asks for more")
        + " until then";
  }

  private String rate(WhatIf.RateMore more) {
    String now = "the rate allows " + more.allowed() + " of the " + more.asked() + " asked for";
    return more.atMillis().isEmpty()
        ? now + " now"
        : now
            + "; it allows "
            + (more.up() ? "more" : "fewer")
            + " from "
            + format.time(more.atMillis().getAsLong())
            + " on";
  }

  private String bound(WhatIf.Bound bound) {
    String until =
        bound
            .scheduled()
            .map(step -> " of the schedule until " + format.time(step.untilMillis()))
            .orElse("");
    return WhatIfFormat.bound(bound) + until + " holds it: otherwise it would be " + bound.asked();
  }

  private static String ready(WhatIf.PodsReady pods) {
    return "with "
        + pods.needed()
        + " ready pods instead of "
        + pods.ready()
        + " the metrics would decide";
  }
}
