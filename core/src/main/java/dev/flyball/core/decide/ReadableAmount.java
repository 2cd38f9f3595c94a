package dev.flyball.core.decide;

import dev.flyball.core.policy.MetricSpec;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Renders a metric's values for people: three digits or so, with the suffix that Kubernetes would
 * use. Quantities themselves stay exact; {@code 137512m} is right in a status and unreadable in a
 * sentence.
 */
enum ReadableAmount {
  /** Powers of 1,024, for memory and storage: {@code 512Mi}. */
  Bytes(1024, "KMGTP", "i"),
  /** Powers of 1,000: {@code 137.5}, {@code 1.2M}. */
  Number(1000, "kMGTP", "");

  /** Up to here a number is read more easily in full. */
  private static final long LARGEST_IN_FULL = 9_999;

  private final int step;
  private final String powers;
  private final String suffix;

  ReadableAmount(int step, String powers, String suffix) {
    this.step = step;
    this.powers = powers;
    this.suffix = suffix;
  }

  /** The way in which this metric's values are written. */
  static ReadableAmount of(MetricSpec spec) {
    String resource =
        switch (spec) {
          case MetricSpec.Resource m -> m.resource();
          case MetricSpec.ContainerResource m -> m.resource();
          case MetricSpec.Pods m -> "";
          case MetricSpec.ObjectMetric m -> "";
          case MetricSpec.External m -> "";
        };
    boolean bytes = resource.equals("memory") || resource.endsWith("storage");
    return bytes ? Bytes : Number;
  }

  /** The text for a number of milli-units; below 1 it keeps the suffix {@code m}. */
  String format(long milli) {
    if (milli > -1000 && milli < 1000) {
      return milli == 0 ? "0" : milli + "m";
    }
    BigDecimal value = BigDecimal.valueOf(milli, 3);
    BigDecimal divisor = BigDecimal.valueOf(step);
    BigDecimal limit = BigDecimal.valueOf(this == Bytes ? step : LARGEST_IN_FULL + 1);
    int power = 0;
    while (power < powers.length() && value.abs().compareTo(limit) >= 0) {
      value = value.divide(divisor);
      limit = divisor;
      power++;
    }
    return rounded(value) + (power == 0 ? "" : powers.charAt(power - 1) + suffix);
  }

  private static String rounded(BigDecimal value) {
    int decimals = value.abs().compareTo(BigDecimal.TEN) < 0 ? 2 : 1;
    BigDecimal rounded = value.setScale(decimals, RoundingMode.HALF_UP).stripTrailingZeros();
    return rounded.toPlainString();
  }
}
