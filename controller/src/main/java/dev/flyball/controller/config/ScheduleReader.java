package dev.flyball.controller.config;

import dev.flyball.core.policy.CronExpression;
import dev.flyball.core.policy.ScheduledFloor;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads lower bounds that hold at certain times. */
final class ScheduleReader {
  private static final String FIVE_FIELDS =
      "write minute, hour, day of month, month and day of week, such as \"0 8 * * 1-5\"";

  private static final Set<String> ZONES = ZoneId.getAvailableZoneIds();
  private static final int LONGEST_ZONE = 50;

  private ScheduleReader() {}

  /** Reads the entries; those that are wrong are reported and left out. */
  static @Nullable List<ScheduledFloor> read(@Nullable Value list) {
    if (list == null) {
      return null;
    }
    List<ScheduledFloor> floors = new ArrayList<>();
    for (Value item : list.items()) {
      ScheduledFloor floor = floor(item);
      if (floor != null) {
        floors.add(floor);
      }
    }
    return floors;
  }

  private static @Nullable ScheduledFloor floor(Value item) {
    Fields fields = Fields.open(item, "start", "duration", "timeZone", "minReplicas", "ramp");
    if (fields == null) {
      return null;
    }
    CronExpression start = start(fields.require("start", FIVE_FIELDS));
    Duration duration =
        Scalars.duration(
            fields.require("duration", "write how long it holds, such as 10h"),
            ScheduledFloor.SHORTEST,
            ScheduledFloor.LONGEST);
    ZoneId zone = zone(fields.get("timeZone"));
    Integer replicas =
        Scalars.whole(
            fields.require("minReplicas", "write the fewest replicas there may be then"),
            1,
            Integer.MAX_VALUE,
            "");
    Duration ramp =
        Scalars.duration(fields.get("ramp"), Duration.ZERO, ScheduledFloor.LONGEST_RAMP);
    if (start == null || duration == null || zone == null || replicas == null) {
      return null;
    }
    return new ScheduledFloor(
        start, duration, zone, replicas, Objects.requireNonNullElse(ramp, Duration.ZERO));
  }

  /** A time zone, that of UTC where none is written; null after reporting one that is none. */
  private static @Nullable ZoneId zone(@Nullable Value written) {
    String name = written == null ? "UTC" : Scalars.text(written);
    if (written == null || name == null) {
      return written == null ? ZoneOffset.UTC : null;
    }
    try {
      return CronExpression.zone(name);
    } catch (IllegalArgumentException e) {
      String nearest =
          name.length() > LONGEST_ZONE
              ? ""
              : FieldNames.nearest(name, ZONES.stream().sorted().toList());
      written.error(
          Quoting.quoted(name) + " is no time zone",
          nearest.isEmpty() ? "write one such as Asia/Seoul" : "did you mean " + nearest + "?");
      return null;
    }
  }

  private static @Nullable CronExpression start(@Nullable Value written) {
    String text = Scalars.text(written);
    if (written == null || text == null) {
      return null;
    }
    try {
      return CronExpression.parse(text);
    } catch (IllegalArgumentException e) {
      written.error(Quoting.quoted(text) + " is no time of cron: " + e.getMessage(), FIVE_FIELDS);
      return null;
    }
  }

  /** A bound as written, at its place. */
  record Written(int replicas, Value at) {}

  /** Goes through the bounds of the entries. */
  static void check(@Nullable Value list, Consumer<Written> check) {
    if (list == null || !(list.node() instanceof Node.Sequence)) {
      return;
    }
    for (Value item : list.items()) {
      Value written =
          item.node() instanceof Node.Mapping fields ? item.field(fields, "minReplicas") : null;
      if (written != null
          && written.node() instanceof Node.Scalar scalar
          && scalar.text().matches("[0-9]{1,9}")) {
        check.accept(new Written(Integer.parseInt(scalar.text()), written));
      }
    }
  }
}
