package dev.flyball.controller.loop;

import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import java.util.Collection;

/**
 * The sum of a series over pods. Pods without a value are left out; where none has one, there is no
 * sum. Reused; owned by the loop.
 */
final class SeriesTotals {
  private final SeriesStore store;
  private double sum;
  private long oldestMillis;
  private long windowMillis;

  SeriesTotals(SeriesStore store) {
    this.store = store;
  }

  /** Sums up; false where no pod has a value now. */
  boolean over(Collection<PodState> pods, String series, long nowMillis) {
    sum = 0;
    oldestMillis = Long.MAX_VALUE;
    windowMillis = 0;
    for (PodState pod : pods) {
      SeriesRow row = pod.row(store, series);
      double value = row == null ? Double.NaN : row.value(nowMillis);
      if (row != null && Double.isFinite(value)) {
        sum += value;
        oldestMillis = Math.min(oldestMillis, row.sampledAt());
        windowMillis = Math.max(windowMillis, row.windowMillis(nowMillis));
      }
    }
    return oldestMillis != Long.MAX_VALUE;
  }

  /** The sum in milli-units. */
  long milli() {
    return Math.round(sum * 1000);
  }

  /** When the oldest sample in the sum was taken, in epoch milliseconds. */
  long oldestMillis() {
    return oldestMillis;
  }

  /** The longest time over which a value in the sum was taken. */
  long windowMillis() {
    return windowMillis;
  }
}
