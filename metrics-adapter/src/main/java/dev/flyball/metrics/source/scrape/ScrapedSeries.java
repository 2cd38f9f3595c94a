package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.LabelMatcher;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesSpec;
import java.util.List;

/**
 * A series that is scraped from pods.
 *
 * @param name name of the series, such as {@code http_requests_per_second}
 * @param kind counter or gauge
 * @param metric name of the sample on the page, such as {@code http_requests_total}
 * @param matchers samples that count; all of them must match, none means every sample
 * @param intervalMillis how often pods are scraped for it, at least 100; a pod is scraped once for
 *     all series, at the shortest interval among them
 * @param windowMillis over how long a counter's rate is taken: at least two intervals, so that two
 *     samples lie in it
 */
public record ScrapedSeries(
    String name,
    SeriesKind kind,
    String metric,
    List<LabelMatcher> matchers,
    long intervalMillis,
    long windowMillis) {
  /** Shortest interval. */
  public static final long MIN_INTERVAL_MILLIS = 100;

  public ScrapedSeries {
    matchers = List.copyOf(matchers);
    if (intervalMillis < MIN_INTERVAL_MILLIS) {
      throw new IllegalArgumentException(
          "series " + name + ": an interval of " + intervalMillis + " ms is below 100 ms");
    }
    if (kind == SeriesKind.COUNTER && windowMillis < 2 * intervalMillis) {
      throw new IllegalArgumentException(
          "series "
              + name
              + ": a window of "
              + windowMillis
              + " ms is less than two intervals of "
              + intervalMillis
              + " ms");
    }
  }

  /** The series as the store keeps it. */
  SeriesSpec spec() {
    return SeriesSpec.of(name, kind, windowMillis, intervalMillis);
  }

  /** Whether samples taken for the other definition count for this one. */
  boolean continues(ScrapedSeries other) {
    return kind == other.kind && metric.equals(other.metric) && matchers.equals(other.matchers);
  }
}
