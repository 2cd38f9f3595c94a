package dev.flyball.metrics.series;

import dev.flyball.core.observe.PodSamples;

/**
 * One series of one pod: the handle that an evaluation holds and reads without look-up or
 * allocation.
 *
 * <p>Owned by the store's thread. A row lives until its pod or its series is removed; from then on
 * it is missing for ever, and {@link #isLive} says so.
 */
public abstract sealed class SeriesRow permits CounterRow, GaugeRow {
  /** Stands for a value that is missing. */
  public static final long MISSING = Long.MIN_VALUE;

  private final SeriesStore.Series series;
  private final PodKey pod;
  private boolean live = true;

  SeriesRow(SeriesStore.Series series, PodKey pod) {
    this.series = series;
    this.pod = pod;
  }

  /** Name of the series. */
  public final String series() {
    return series.spec.name();
  }

  /** Namespace of the pod. */
  public final String namespace() {
    return pod.namespace();
  }

  /** Name of the pod. */
  public final String pod() {
    return pod.name();
  }

  /** Whether the store still has this row. */
  public final boolean isLive() {
    return live;
  }

  /**
   * The value now: a counter's rate per second over the window, or a gauge's latest value. NaN when
   * it is missing or stale; never a zero for want of data.
   */
  public abstract double value(long nowMillis);

  /** When the latest sample was taken, in epoch milliseconds; {@link #MISSING} without one. */
  public abstract long sampledAt();

  /**
   * The time between the two samples that {@link #value} is made of, in milliseconds: 0 for gauges
   * and when there is no value.
   */
  public abstract int windowMillis(long nowMillis);

  /** The value now in milli-units, rounded to the nearest; {@link #MISSING} without one. */
  public final long milli(long nowMillis) {
    double value = value(nowMillis);
    return Double.isFinite(value) ? Math.round(value * 1000) : MISSING;
  }

  /**
   * Fills a pod's row of a reading with the value now.
   *
   * @return false when there is none; the row then stays missing
   */
  public final boolean readInto(PodSamples samples, int podRow, long nowMillis) {
    long milli = milli(nowMillis);
    if (milli == MISSING) {
      return false;
    }
    samples.set(podRow, milli, sampledAt(), windowMillis(nowMillis));
    return true;
  }

  /**
   * Takes in the samples of one page. A page not later than the one before is ignored, so that a
   * cached page does not look like a counter that stands still; unless the clock was set back by
   * more than the row could be stale, when the row starts anew.
   *
   * @param batch the samples; an empty batch leaves the row as it is
   * @param fetchedAt when the page was fetched, in epoch milliseconds
   * @return whether the row has a new sample
   */
  public final boolean record(SampleBatch batch, long fetchedAt) {
    if (batch.size() == 0 || !live) {
      return false;
    }
    long at = batch.takenAt(fetchedAt);
    long last = sampledAt();
    if (last != MISSING && at <= last) {
      if (fetchedAt >= last - spec().staleMillis()) {
        return false;
      }
      clear();
    }
    append(batch, at);
    return true;
  }

  /** Forgets all samples, as when another pod has taken the name. */
  public abstract void clear();

  abstract void append(SampleBatch batch, long atMillis);

  final SeriesSpec spec() {
    return series.spec;
  }

  final PodKey key() {
    return pod;
  }

  final SeriesStore.Series owner() {
    return series;
  }

  final void remove() {
    live = false;
    clear();
  }

  final boolean isStale(long nowMillis, long sampledAt) {
    return nowMillis - sampledAt > series.spec.staleMillis();
  }
}
