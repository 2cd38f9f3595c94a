package dev.flyball.controller.config;

import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.Capacity;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import dev.flyball.core.policy.PolicyOptions.PodSelection;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the {@code flyball} section of a policy. */
final class OptionsReader {
  /** Shortest and longest time between two evaluations. */
  static final Duration SHORTEST_SYNC_PERIOD = Duration.ofSeconds(1);

  static final Duration LONGEST_SYNC_PERIOD = Duration.ofHours(1);

  /** Longest that a pod may be said to take to begin its work. */
  private static final Duration LONGEST_START = Duration.ofHours(24);

  private static final String[] KNOWN = {
    "mode",
    "syncPeriod",
    "metricSelectPolicy",
    "fallback",
    "cpuInitializationPeriod",
    "initialReadinessDelay",
    "minReadyPercent",
    "capacity",
    "schedule",
    "scaleToZero",
    "surge",
    "podSelection"
  };

  private OptionsReader() {}

  static @Nullable PolicySection read(@Nullable Value section) {
    Fields fields = Fields.open(section, KNOWN);
    if (section == null || fields == null) {
      return null;
    }
    Mode mode = Scalars.oneOf(fields.get("mode"), Mode.class);
    Duration syncPeriod =
        Scalars.duration(fields.get("syncPeriod"), SHORTEST_SYNC_PERIOD, LONGEST_SYNC_PERIOD);
    MetricSelectPolicy select =
        Scalars.oneOf(fields.get("metricSelectPolicy"), MetricSelectPolicy.class);
    PolicyOptions.Builder options = PolicyOptions.builder();
    ifWritten(mode, options::mode);
    ifWritten(syncPeriod, options::syncPeriod);
    ifWritten(select, options::metricSelectPolicy);
    ifWritten(start(fields, "cpuInitializationPeriod"), options::cpuInitializationPeriod);
    ifWritten(start(fields, "initialReadinessDelay"), options::initialReadinessDelay);
    ifWritten(
        Scalars.whole(fields.get("minReadyPercent"), 1, 100, "percent"), options::minReadyPercent);
    ifWritten(ScheduleReader.read(fields.get("schedule")), options::schedule);
    ifWritten(ScaleToZeroReader.read(fields.get("scaleToZero")), options::scaleToZero);
    ifWritten(Scalars.oneOf(fields.get("surge"), PolicyOptions.Surge.class), options::surge);
    ifWritten(Scalars.oneOf(fields.get("podSelection"), PodSelection.class), options::podSelection);
    ifWritten(Scalars.oneOf(fields.get("capacity"), Capacity.class), options::capacity);
    ifWritten(FallbackReader.read(fields.get("fallback")), options::fallback);
    return new PolicySection(section, options.build());
  }

  private static @Nullable Duration start(Fields fields, String name) {
    return Scalars.duration(fields.get(name), Duration.ZERO, LONGEST_START);
  }

  private static <T> void ifWritten(@Nullable T value, Consumer<T> set) {
    if (value != null) {
      set.accept(value);
    }
  }
}
