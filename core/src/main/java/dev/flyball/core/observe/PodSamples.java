package dev.flyball.core.observe;

import java.util.Arrays;

/**
 * Samples of one metric in columns that run beside those of {@link PodColumns}: row {@code i}
 * belongs to pod {@code i}, and a pod without a sample is missing.
 *
 * <p>Mutable and reused from one evaluation to the next; owned by one thread.
 */
public final class PodSamples implements Reading {
  private long[] milli;
  private long[] at;
  private int[] window;
  private boolean[] present;
  private int size;
  private int unmatched;
  private long unmatchedMilli;

  /** Samples for this many pods at first; the columns grow as needed. */
  public PodSamples(int capacity) {
    milli = new long[capacity];
    at = new long[capacity];
    window = new int[capacity];
    present = new boolean[capacity];
  }

  /** Makes every one of {@code pods} pods missing and forgets unmatched samples. */
  public PodSamples reset(int pods) {
    if (pods > milli.length) {
      int capacity = Math.max(pods, milli.length * 2);
      milli = new long[capacity];
      at = new long[capacity];
      window = new int[capacity];
      present = new boolean[capacity];
    } else {
      Arrays.fill(present, 0, pods, false);
    }
    size = pods;
    unmatched = 0;
    unmatchedMilli = 0;
    return this;
  }

  /**
   * Sets the sample of a pod.
   *
   * @param pod the pod's row
   * @param valueMilli its value in milli-units
   * @param atMillis when the sample was taken, in epoch milliseconds
   * @param windowMillis over how long it was taken
   */
  public void set(int pod, long valueMilli, long atMillis, int windowMillis) {
    if (pod >= size) {
      throw new IndexOutOfBoundsException(pod);
    }
    milli[pod] = valueMilli;
    at[pod] = atMillis;
    window[pod] = windowMillis;
    present[pod] = true;
  }

  /**
   * Adds the sample of a pod that the source knows and the pod columns do not (yet). Average values
   * count it, as the HPA does; utilizations cannot, for want of its request.
   */
  public void addUnmatched(long valueMilli) {
    unmatched++;
    unmatchedMilli += valueMilli;
  }

  /** How many pods these samples run beside. */
  public int size() {
    return size;
  }

  /** Whether the pod has a sample. */
  public boolean has(int pod) {
    return present[pod];
  }

  /** The pod's value in milli-units; meaningless where it has none. */
  public long milli(int pod) {
    return milli[pod];
  }

  /** When the pod's sample was taken, in epoch milliseconds. */
  public long at(int pod) {
    return at[pod];
  }

  /** Over how many milliseconds the pod's sample was taken. */
  public int window(int pod) {
    return window[pod];
  }

  /** How many samples belong to no known pod. */
  public int unmatched() {
    return unmatched;
  }

  /** The sum of the samples that belong to no known pod, in milli-units. */
  public long unmatchedMilli() {
    return unmatchedMilli;
  }
}
