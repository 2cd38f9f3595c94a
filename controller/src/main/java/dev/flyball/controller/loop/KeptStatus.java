package dev.flyball.controller.loop;

import dev.flyball.core.decide.HistorySnapshot;
import java.util.List;

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
 */
public record KeptStatus(
    HistorySnapshot history,
    String target,
    long lastScaleMillis,
    List<ScaleChange> scaleChanges,
    long savedMillis) {
  public KeptStatus {
    scaleChanges = List.copyOf(scaleChanges);
  }

  /** One without changes of replicas. */
  public KeptStatus(
      HistorySnapshot history, String target, long lastScaleMillis, long savedMillis) {
    this(history, target, lastScaleMillis, List.of(), savedMillis);
  }
}
