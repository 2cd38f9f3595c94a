package dev.flyball.core.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The scale changes of one direction, for the rate policies: how many replicas came or went within
 * a period.
 *
 * <p>Keeps the HPA's habit, which shows in its decisions: an event becomes outdated when another is
 * recorded after the longest policy period of this direction, and outdated ones are overwritten,
 * the last of them first. Nothing else removes an event, and until then it counts for any period
 * that still spans it.
 *
 * <p>Mutable; owned by one thread. Allocates only while the log grows.
 */
public final class ScaleEventLog {
  private long[] times = new long[4];
  private int[] changes = new int[4];
  private boolean[] outdated = new boolean[4];
  private int size;

  /**
   * A scale change.
   *
   * @param atMillis when it was made, in epoch milliseconds
   * @param change how many replicas came or went, positive in both directions
   * @param outdated whether its place may be given to a newer event
   */
  public record Event(long atMillis, int change, boolean outdated) {}

  /**
   * Records a change.
   *
   * @param change how many replicas came or went, positive in both directions
   * @param longestPeriodMillis longest policy period of this direction
   */
  public void record(int change, long nowMillis, long longestPeriodMillis) {
    long cutoff = nowMillis - longestPeriodMillis;
    int slot = size;
    for (int i = 0; i < size; i++) {
      if (times[i] < cutoff) {
        outdated[i] = true;
      }
      if (outdated[i]) {
        slot = i;
      }
    }
    put(slot, nowMillis, change, false);
  }

  /** How many replicas came or went after the cutoff. */
  public int changeAfter(long cutoffMillis) {
    int change = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > cutoffMillis) {
        change += changes[i];
      }
    }
    return change;
  }

  /** When the oldest event after the cutoff was, or {@link Long#MAX_VALUE} when there is none. */
  public long oldestAfter(long cutoffMillis) {
    long oldest = Long.MAX_VALUE;
    for (int i = 0; i < size; i++) {
      if (times[i] > cutoffMillis) {
        oldest = Math.min(oldest, times[i]);
      }
    }
    return oldest;
  }

  /** The events in the order of their places. */
  public List<Event> snapshot() {
    List<Event> events = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      events.add(new Event(times[i], changes[i], outdated[i]));
    }
    return events;
  }

  /** Adds what {@link #snapshot} gave, to one that is still empty. */
  public void restore(List<Event> events) {
    for (Event event : events) {
      put(size, event.atMillis(), event.change(), event.outdated());
    }
  }

  private void put(int slot, long atMillis, int change, boolean isOutdated) {
    if (slot == times.length) {
      times = Arrays.copyOf(times, size * 2);
      changes = Arrays.copyOf(changes, size * 2);
      outdated = Arrays.copyOf(outdated, size * 2);
    }
    times[slot] = atMillis;
    changes[slot] = change;
    outdated[slot] = isOutdated;
    size = Math.max(size, slot + 1);
  }
}
