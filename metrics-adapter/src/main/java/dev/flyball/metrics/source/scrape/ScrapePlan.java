package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.WantedMetrics;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The series to scrape with what follows from them. Immutable; a change of settings makes another
 * one, by which results of older scrapes are told.
 */
final class ScrapePlan {
  private final List<ScrapedSeries> series;
  private final WantedMetrics wanted;
  private final int[][] seriesByMetric;
  private final long intervalMillis;

  ScrapePlan(List<ScrapedSeries> series) {
    this.series = List.copyOf(series);
    wanted = WantedMetrics.of(this.series.stream().map(ScrapedSeries::metric).toList());
    seriesByMetric = new int[wanted.names().size()][];
    for (int metric = 0; metric < seriesByMetric.length; metric++) {
      seriesByMetric[metric] = seriesOf(wanted.names().get(metric));
    }
    intervalMillis =
        this.series.stream().mapToLong(ScrapedSeries::intervalMillis).min().orElse(Long.MAX_VALUE);
  }

  private int[] seriesOf(String metric) {
    return IntStream.range(0, series.size())
        .filter(i -> series.get(i).metric().equals(metric))
        .toArray();
  }

  List<ScrapedSeries> series() {
    return series;
  }

  WantedMetrics wanted() {
    return wanted;
  }

  /** Indexes of the series that a metric, by its index, serves. */
  int[] seriesByMetric(int metric) {
    return seriesByMetric[metric];
  }

  /** The shortest interval: how often each pod is scraped. */
  long intervalMillis() {
    return intervalMillis;
  }
}
