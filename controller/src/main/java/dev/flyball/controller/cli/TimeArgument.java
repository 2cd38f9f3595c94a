package dev.flyball.controller.cli;

import dev.flyball.controller.config.GoDuration;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** Reads a time as people write it. */
final class TimeArgument {
  private TimeArgument() {}

  /**
   * A time in RFC 3339, a time of day of today, or so long ago as {@code -5m}.
   *
   * @param now the time, in the zone of times of day
   * @throws IllegalArgumentException where it is none of these, or yet to come
   */
  static Instant parse(String text, ZonedDateTime now) {
    Instant time = ago(text, now).or(() -> ofToday(text, now)).orElseGet(() -> absolute(text));
    if (time.isAfter(now.toInstant())) {
      throw new IllegalArgumentException("'" + text + "' is yet to come");
    }
    return time;
  }

  private static Optional<Instant> ago(String text, ZonedDateTime now) {
    return text.startsWith("-")
        ? GoDuration.parse(text).map(duration -> now.toInstant().minus(duration.abs()))
        : Optional.empty();
  }

  private static Optional<Instant> ofToday(String text, ZonedDateTime now) {
    if (!text.matches("[0-2][0-9]:[0-5][0-9](:[0-5][0-9])?")) {
      return Optional.empty();
    }
    try {
      LocalTime time = LocalTime.parse(text);
      // A time without seconds means all of its minute.
      Duration rest = text.length() == 5 ? Duration.ofMillis(59_999) : Duration.ofMillis(999);
      Instant end = now.with(time).toInstant().plus(rest);
      boolean running = end.isAfter(now.toInstant()) && !now.with(time).isAfter(now);
      return Optional.of(running ? now.toInstant() : end);
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  private static Instant absolute(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no time; write 12:01, 12:01:15, -5m or 2026-01-05T12:01:15+09:00", e);
    }
  }
}
