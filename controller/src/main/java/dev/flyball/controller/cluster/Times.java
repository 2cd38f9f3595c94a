package dev.flyball.controller.cluster;

import dev.flyball.core.observe.PodColumns;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Reads the timestamps of API objects. */
final class Times {
  private Times() {}

  /**
   * Epoch milliseconds of an RFC 3339 timestamp, or {@link PodColumns#NO_TIME} where there is none.
   */
  static long millis(@Nullable String timestamp) {
    if (timestamp == null || timestamp.isEmpty()) {
      return PodColumns.NO_TIME;
    }
    try {
      return OffsetDateTime.parse(timestamp).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      return PodColumns.NO_TIME;
    }
  }
}
