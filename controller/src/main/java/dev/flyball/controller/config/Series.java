package dev.flyball.controller.config;

import java.time.Duration;
import java.util.Map;

/**
 * A named series and where its values come from.
 *
 * @param name name by which policies and HPAs ask for it
 * @param source where its values come from
 */
public record Series(String name, Source source) {
  /** The series that is there where the settings name none: requests per second. */
  public static final Series DEFAULT =
      new Series(
          "http_requests_per_second",
          new Scrape(
              Kind.Counter,
              "http_requests_total",
              Map.of(),
              Scrape.DEFAULT_INTERVAL,
              Scrape.DEFAULT_WINDOW));

  /** Where the values of a series come from. */
  public sealed interface Source {}

  /** What a scraped metric is. */
  public enum Kind {
    /** Counts upwards; the series is its rate per second over the window. */
    Counter,
    /** Goes up and down; the series is its last value. */
    Gauge
  }

  /**
   * The pods' own metrics endpoints.
   *
   * @param kind counter or gauge
   * @param metric name of the metric in the pods' output
   * @param labels labels that a sample must have to count; of several samples the sum counts
   * @param interval time between two scrapes of a pod
   * @param window over which a counter's rate is taken, at least twice the interval: a rate needs
   *     two samples
   */
  public record Scrape(
      Kind kind, String metric, Map<String, String> labels, Duration interval, Duration window)
      implements Source {
    /** Time between two scrapes where the settings say nothing. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(5);

    /** Window of a rate where the settings say nothing. */
    public static final Duration DEFAULT_WINDOW = Duration.ofSeconds(15);

    public Scrape {
      labels = Map.copyOf(labels);
      if (interval.isNegative()
          || interval.isZero()
          || window.compareTo(interval.multipliedBy(2)) < 0) {
        throw new IllegalArgumentException(
            "a window must be at least two intervals: " + window + ", " + interval);
      }
    }
  }

  /**
   * A query to Prometheus.
   *
   * @param query PromQL, in which {@code <<.LabelMatchers>>} stands for the pods that are asked for
   */
  public record PromQl(String query) implements Source {}
}
