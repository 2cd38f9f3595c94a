package dev.flyball.metrics.series;

/**
 * The samples of one counter inside its window, oldest first, in a ring that grows with the window
 * and drops the oldest sample at {@link #MAX_SAMPLES}.
 */
final class SampleRing {
  static final int MAX_SAMPLES = 4096;

  private long[] at = new long[4];
  private double[] value = new double[4];
  private int head;
  private int size;

  /** Appends a sample later than all others and drops those that have left the window. */
  void append(long atMillis, double sample, long windowMillis) {
    while (size > 0 && at[head] <= atMillis - windowMillis) {
      dropOldest();
    }
    if (size == at.length) {
      if (size == MAX_SAMPLES) {
        dropOldest();
      } else {
        grow();
      }
    }
    int tail = (head + size++) & (at.length - 1);
    at[tail] = atMillis;
    value[tail] = sample;
  }

  void clear() {
    size = 0;
  }

  int size() {
    return size;
  }

  /** Position of the oldest sample after a time, counted from the oldest; size without one. */
  int firstAfter(long atMillis) {
    int position = 0;
    while (position < size && at(position) <= atMillis) {
      position++;
    }
    return position;
  }

  long at(int position) {
    return at[(head + position) & (at.length - 1)];
  }

  double value(int position) {
    return value[(head + position) & (at.length - 1)];
  }

  private void dropOldest() {
    head = (head + 1) & (at.length - 1);
    size--;
  }

  private void grow() {
    long[] times = new long[size * 2];
    double[] values = new double[size * 2];
    for (int i = 0; i < size; i++) {
      times[i] = at(i);
      values[i] = value(i);
    }
    at = times;
    value = values;
    head = 0;
  }
}
