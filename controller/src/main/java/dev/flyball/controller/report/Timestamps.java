package dev.flyball.controller.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times as the Kubernetes API writes them, in RFC 3339 and UTC. */
public final class Timestamps {
  private static final DateTimeFormatter MICROS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /** In whole seconds, as {@code Time} fields have it. */
  public static String seconds(long epochMillis) {
    return Instant.ofEpochMilli(epochMillis).truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** With six digits of a second, as {@code MicroTime} fields demand it. */
  public static String micros(long epochMillis) {
    return MICROS.format(Instant.ofEpochMilli(epochMillis));
  }
}
