package dev.flyball.metrics.series;

import java.util.Arrays;

/**
 * The samples that one page has of one series, staged until the page proves whole. Reused; owned by
 * one thread.
 */
public final class SampleBatch {
  private static final long NO_TIME = Long.MIN_VALUE;

  private long[] labelSets = new long[4];
  private double[] values = new double[4];
  private int size;
  private long latest = NO_TIME;

  /** An empty batch. */
  public SampleBatch() {}

  /** Forgets all samples. */
  public void clear() {
    size = 0;
    latest = NO_TIME;
  }

  /** Adds a sample taken when the page was; values that are not finite are left out. */
  public void add(long labelSet, double value) {
    if (!Double.isFinite(value)) {
      return;
    }
    if (size == values.length) {
      labelSets = Arrays.copyOf(labelSets, size * 2);
      values = Arrays.copyOf(values, size * 2);
    }
    labelSets[size] = labelSet;
    values[size++] = value;
  }

  /** Adds a sample that the page dates itself, in epoch milliseconds. */
  public void add(long labelSet, double value, long atMillis) {
    add(labelSet, value);
    latest = Math.max(latest, atMillis);
  }

  /** The number of samples. */
  public int size() {
    return size;
  }

  long labelSet(int index) {
    return labelSets[index];
  }

  double value(int index) {
    return values[index];
  }

  /**
   * When the samples were taken: the page's latest date if it has one, but never after the page was
   * fetched, since a pod's clock that runs ahead must not keep its values fresh.
   */
  long takenAt(long fetchedAt) {
    return latest == NO_TIME ? fetchedAt : Math.min(latest, fetchedAt);
  }
}
