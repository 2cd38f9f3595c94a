package dev.flyball.controller.loop;

import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.MetricSpec;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was kept of one policy.
 *
 * @param history its history
 * @param target what it scaled, as {@link dev.flyball.controller.cluster.TargetKey#text} has it;
 *     empty where that is not known
 * @param lastScaleMillis when replicas were last changed, in epoch milliseconds; 0 for never
 * @param scaleChanges the last changes of replicas, newest first; empty where they had no room
 * @param savedMillis when it was kept, in epoch milliseconds, if more may have been decided
 *     afterwards than was kept; 0 where it is complete
 * @param told what it tells people
 */
public record KeptStatus(
    HistorySnapshot history,
    String target,
    long lastScaleMillis,
    List<ScaleChange> scaleChanges,
    long savedMillis,
    Told told) {
  /**
   * What is kept for people alone, and is nothing to go on with.
   *
   * @param desiredReplicas replicas last decided, in {@code DryRun} too
   * @param sentence how that came about; empty where it had no room
   * @param metrics current values, one for each metric of the policy; empty where they had no room
   */
  public record Told(int desiredReplicas, String sentence, List<Values> metrics) {
    /** Nothing is told. */
    public static final Told NOTHING = new Told(0, "", List.of());

    public Told {
      metrics = List.copyOf(metrics);
    }
  }

  /** The current values of one metric, as those of a {@link MetricStatus}. */
  public record Values(
      boolean valid,
      OptionalInt averageUtilization,
      OptionalLong averageValueMilli,
      OptionalLong valueMilli) {
    MetricStatus of(MetricSpec spec) {
      return new MetricStatus(spec, valid, averageUtilization, averageValueMilli, valueMilli);
    }
  }

  public KeptStatus {
    scaleChanges = List.copyOf(scaleChanges);
  }

  /** One without changes of replicas. */
  public KeptStatus(
      HistorySnapshot history, String target, long lastScaleMillis, long savedMillis) {
    this(history, target, lastScaleMillis, List.of(), savedMillis, Told.NOTHING);
  }
}
