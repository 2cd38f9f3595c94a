package dev.flyball.core.window;

import dev.flyball.core.window.RecommendationWindow.Sample;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The lowest or the highest of the samples in a sliding time window, in amortized constant time.
 *
 * <p>Only samples that can still become the extreme are kept: one that is older and not better than
 * another never will. What is left is a ring whose values get strictly worse from the oldest to the
 * newest sample, so the first one inside the window is its extreme, whatever the window's length.
 * For replicas that is a handful of samples, however long the window and however often they come.
 *
 * <p>Mutable; owned by one thread. Allocates only while the ring grows.
 */
final class SlidingExtreme {
  private final boolean highest;
  private long[] times = new long[4];
  private int[] values = new int[4];
  private int head;
  private int size;

  SlidingExtreme(boolean highest) {
    this.highest = highest;
  }

  /** Adds the newest sample. Times never go back; one that does is taken as the newest time. */
  void add(long atMillis, int value) {
    long newest = size == 0 ? atMillis : Math.max(atMillis, times[index(size - 1)]);
    while (size > 0 && !better(values[index(size - 1)], value)) {
      size--;
    }
    if (size == times.length) {
      grow();
    }
    times[index(size)] = newest;
    values[index(size)] = value;
    size++;
  }

  /** Forgets samples that were taken at or before a time. */
  void expire(long cutoffMillis) {
    while (size > 0 && times[head] <= cutoffMillis) {
      head = (head + 1) & (times.length - 1);
      size--;
    }
  }

  /** The position of the first sample after the cutoff, or -1 when there is none. */
  int firstAfter(long cutoffMillis) {
    for (int i = 0; i < size; i++) {
      if (times[index(i)] > cutoffMillis) {
        return i;
      }
    }
    return -1;
  }

  int size() {
    return size;
  }

  long time(int position) {
    return times[index(position)];
  }

  int value(int position) {
    return values[index(position)];
  }

  void forEach(Consumer<Sample> action) {
    for (int i = 0; i < size; i++) {
      action.accept(new Sample(time(i), value(i)));
    }
  }

  private boolean better(int kept, int added) {
    return highest ? kept > added : kept < added;
  }

  private int index(int position) {
    return (head + position) & (times.length - 1);
  }

  private void grow() {
    long[] oldTimes = times;
    int[] oldValues = values;
    times = Arrays.copyOf(oldTimes, oldTimes.length * 2);
    values = Arrays.copyOf(oldValues, oldValues.length * 2);
    for (int i = 0; i < size; i++) {
      int from = (head + i) & (oldTimes.length - 1);
      times[i] = oldTimes[from];
      values[i] = oldValues[from];
    }
    head = 0;
  }
}
