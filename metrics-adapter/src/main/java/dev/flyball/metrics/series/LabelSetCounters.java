package dev.flyball.metrics.series;

import java.util.Arrays;

/**
 * The last value of each label set of one counter of one pod, and with it the increase from page to
 * page: resets are seen where they happen, and a label set that vanishes is no reset of the sum.
 *
 * <p>An open-addressing table from a label set's hash to its value, kept at most half full.
 */
final class LabelSetCounters {
  private static final long FREE = Long.MIN_VALUE;

  private long[] labelSets = new long[4];
  private double[] values = new double[4];
  private long[] seenAt = {FREE, FREE, FREE, FREE};
  private int size;

  /**
   * Takes in a page's samples and returns the increase of their sum since the page before, counter
   * resets handled: a value below the last one counts in full, and a label set that was not known
   * counts from now on, as in PromQL's {@code sum(rate(...))}.
   *
   * @param keepMillis for how long the value of a label set that no page shows is remembered
   */
  double increase(SampleBatch batch, long atMillis, long keepMillis) {
    double increase = 0;
    for (int i = 0; i < batch.size(); i++) {
      increase += increase(batch.labelSet(i), batch.value(i), atMillis);
    }
    if (size > 2 * batch.size()) {
      forgetBefore(atMillis - keepMillis);
    }
    return increase;
  }

  int size() {
    return size;
  }

  private double increase(long labelSet, double value, long atMillis) {
    int slot = slot(labelSet);
    if (seenAt[slot] == FREE) {
      if (2 * (size + 1) > values.length) {
        rebuild(values.length * 2, FREE);
        slot = slot(labelSet);
      }
      put(slot, labelSet, value, atMillis);
      size++;
      return 0;
    }
    if (seenAt[slot] == atMillis) {
      return 0; // The page has the same series twice; the first one counts.
    }
    double last = values[slot];
    put(slot, labelSet, value, atMillis);
    return value >= last ? value - last : Math.max(0, value);
  }

  private void put(int slot, long labelSet, double value, long atMillis) {
    labelSets[slot] = labelSet;
    values[slot] = value;
    seenAt[slot] = atMillis;
  }

  private int slot(long labelSet) {
    int mask = values.length - 1;
    int slot = (int) labelSet & mask;
    while (seenAt[slot] != FREE && labelSets[slot] != labelSet) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void forgetBefore(long atMillis) {
    rebuild(values.length, atMillis);
    int capacity = values.length;
    while (capacity > 4 && 4 * size < capacity) {
      capacity /= 2;
    }
    if (capacity < values.length) {
      rebuild(capacity, FREE);
    }
  }

  private void rebuild(int capacity, long keepFrom) {
    long[] oldSets = labelSets;
    double[] oldValues = values;
    long[] oldSeen = seenAt;
    labelSets = new long[capacity];
    values = new double[capacity];
    seenAt = new long[capacity];
    Arrays.fill(seenAt, FREE);
    size = 0;
    for (int i = 0; i < oldSeen.length; i++) {
      if (oldSeen[i] != FREE && oldSeen[i] >= keepFrom) {
        put(slot(oldSets[i]), oldSets[i], oldValues[i], oldSeen[i]);
        size++;
      }
    }
  }
}
