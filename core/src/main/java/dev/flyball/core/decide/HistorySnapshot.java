package dev.flyball.core.decide;

import dev.flyball.core.window.FailureStreaks;
import dev.flyball.core.window.RecommendationWindow;
import dev.flyball.core.window.ScaleEventLog;
import java.util.List;

/**
 * A {@link History} as a value, to be kept across restarts.
 *
 * @param recommendations the recommendations that can still matter, oldest first
 * @param scaleUps changes upward, in the order of their places in the log
 * @param scaleDowns changes downward, likewise
 * @param failures failed readings in a row, by metric; empty where none is failing
 * @param conditions the policy's conditions
 * @param desiredReplicas the replicas last decided
 * @param lastActiveMillis when a metric that can wake the target was last active, in epoch
 *     milliseconds; 0 for never
 */
public record HistorySnapshot(
    List<RecommendationWindow.Sample> recommendations,
    List<ScaleEventLog.Event> scaleUps,
    List<ScaleEventLog.Event> scaleDowns,
    List<FailureStreaks.Streak> failures,
    List<Condition> conditions,
    int desiredReplicas,
    long lastActiveMillis) {
  /** The history of a policy that has none. */
  public static final HistorySnapshot EMPTY =
      new HistorySnapshot(List.of(), List.of(), List.of(), List.of(), List.of(), 0, 0);

  public HistorySnapshot {
    recommendations = List.copyOf(recommendations);
    scaleUps = List.copyOf(scaleUps);
    scaleDowns = List.copyOf(scaleDowns);
    failures = List.copyOf(failures);
    conditions = List.copyOf(conditions);
  }
}
