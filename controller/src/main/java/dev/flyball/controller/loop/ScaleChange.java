package dev.flyball.controller.loop;

import java.util.ArrayList;
import java.util.List;

/**
 * A change of replicas that was carried out. Immutable.
 *
 * @param atMillis when it was decided, in epoch milliseconds
 * @param from replicas before
 * @param to replicas after
 * @param sentence how it came about, for people
 */
public record ScaleChange(long atMillis, int from, int to, String sentence) {
  /** How many of them a policy's status has, at most. */
  public static final int MOST = 5;

  /** The newest of these and those before them, newest first. */
  static List<ScaleChange> merged(List<ScaleChange> newer, List<ScaleChange> older) {
    List<ScaleChange> merged = new ArrayList<>(newer);
    long oldest = newer.isEmpty() ? Long.MAX_VALUE : newer.getLast().atMillis();
    for (ScaleChange change : older) {
      if (change.atMillis() < oldest) {
        merged.add(change);
      }
    }
    return List.copyOf(merged.subList(0, Math.min(MOST, merged.size())));
  }
}
