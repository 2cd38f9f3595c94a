package dev.flyball.controller.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as Kubernetes and Prometheus write them: {@code 500ms}, {@code 15s}, {@code 1m30s}. */
public final class GoDuration {
  private static final Pattern PART =
      Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{0,18})?)(ns|us|µs|ms|s|m|h)");
  private static final Pattern WHOLE = Pattern.compile("[-+]?(?:" + PART.pattern() + "){1,16}");
  private static final BigDecimal LONGEST = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /** The duration that a text means; empty where it means none, or one longer than 292 years. */
  public static Optional<Duration> parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher parts = PART.matcher(text);
    while (parts.find()) {
      nanos = nanos.add(new BigDecimal(parts.group(1)).multiply(nanosOf(parts.group(2))));
    }
    if (nanos.compareTo(LONGEST) > 0) {
      return Optional.empty();
    }
    long whole = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
    return Optional.of(Duration.ofNanos(text.startsWith("-") ? -whole : whole));
  }

  private static BigDecimal nanosOf(String unit) {
    return BigDecimal.valueOf(
        switch (unit) {
          case "ns" -> 1L;
          case "us", "µs" -> 1_000L;
          case "ms" -> 1_000_000L;
          case "s" -> 1_000_000_000L;
          case "m" -> 60_000_000_000L;
          default -> 3_600_000_000_000L;
        });
  }

  /** The shortest text of whole units: {@code 90 s} is {@code 1m30s}, {@code 0} is {@code 0s}. */
  public static String format(Duration duration) {
    Duration size = duration.abs();
    StringBuilder text = new StringBuilder();
    append(text, size.toHours(), "h");
    append(text, size.toMinutesPart(), "m");
    append(text, size.toSecondsPart(), "s");
    append(text, size.toMillisPart(), "ms");
    append(text, size.toNanosPart() % 1_000_000, "ns");
    String sign = duration.isNegative() ? "-" : "";
    return text.isEmpty() ? "0s" : sign + text;
  }

  private static void append(StringBuilder text, long value, String unit) {
    if (value != 0) {
      text.append(value).append(unit);
    }
  }
}
