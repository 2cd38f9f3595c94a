package dev.flyball.metrics.source.promql;

import java.time.Duration;

/**
 * How long results are shared.
 *
 * @param maxAge how old a result may be that answers a question; more than zero
 * @param failureAge how long a failure answers, so that a wrong query is not asked at every request
 * @param idle after how long a result goes that nobody has asked for
 * @param maxEntries how many results are kept at most, at least 1; the one that was asked for
 *     longest ago goes first
 */
public record CacheSettings(Duration maxAge, Duration failureAge, Duration idle, int maxEntries) {
  /** 10 s, failures 1 s, 5 minutes without use, 2,000 results. */
  public static final CacheSettings DEFAULT =
      new CacheSettings(
          Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofMinutes(5), 2_000);

  public CacheSettings {
    if (!maxAge.isPositive() || failureAge.isNegative() || !idle.isPositive() || maxEntries < 1) {
      throw new IllegalArgumentException(
          "results of " + maxAge + ", idle " + idle + ", " + maxEntries + " of them");
    }
  }

  /** The same with another age of results. */
  public CacheSettings withMaxAge(Duration age) {
    return new CacheSettings(age, failureAge, idle, maxEntries);
  }
}
