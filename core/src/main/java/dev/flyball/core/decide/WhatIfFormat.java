package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * What is written alike in all languages.
 *
 * @param zone the zone of times of day
 */
record WhatIfFormat(ZoneId zone) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

  String time(long millis) {
    return TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
  }

  /** Whether a metric's value is that of all pods together, while its target is for each. */
  static boolean inAll(MetricStep metric) {
    return !MetricInverse.isOfPods(metric.spec()) && metric.spec().target() instanceof AverageValue;
  }

  static String amount(WhatIf.MetricAt at) {
    return at.metric().spec().target() instanceof Utilization
        ? at.amount() + " %"
        : ReadableAmount.of(at.metric().spec()).format(at.amount());
  }

  static String name(MetricStep metric) {
    return metric.spec().shortName();
  }

  static String bound(WhatIf.Bound bound) {
    return (bound.upper() ? "maxReplicas " : "minReplicas ") + bound.bound();
  }

  static String activation(WhatIf.Activated activated) {
    return ReadableAmount.Number.format(activated.milli());
  }
}
