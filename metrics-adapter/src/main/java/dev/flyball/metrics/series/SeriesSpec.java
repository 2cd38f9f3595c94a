package dev.flyball.metrics.series;

/**
 * A series as the store keeps it.
 *
 * @param name the name by which policies and the metrics APIs know it
 * @param kind counter or gauge
 * @param windowMillis over how long a counter's rate is taken; at least 1
 * @param staleMillis a series whose latest sample is older than this is missing; at least 1
 */
public record SeriesSpec(String name, SeriesKind kind, long windowMillis, long staleMillis) {
  public SeriesSpec {
    if (windowMillis < 1 || windowMillis > Integer.MAX_VALUE || staleMillis < 1) {
      throw new IllegalArgumentException(
          "series " + name + ": a window of " + windowMillis + " ms, stale at " + staleMillis);
    }
  }

  /**
   * A series whose values go stale after the window or two intervals, whichever is longer: one lost
   * sample is forgiven, two are not.
   */
  public static SeriesSpec of(
      String name, SeriesKind kind, long windowMillis, long intervalMillis) {
    return new SeriesSpec(name, kind, windowMillis, Math.max(windowMillis, 2 * intervalMillis));
  }
}
