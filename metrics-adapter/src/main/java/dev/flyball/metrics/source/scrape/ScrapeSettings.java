package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.ExpositionLimits;

/**
 * How pods are scraped.
 *
 * @param maxConcurrent scrapes in flight over all pods, at least 1; others wait
 * @param timeoutMillis from the connection attempt to the last byte, at least 1; never longer than
 *     the interval
 * @param maxConnections connections that are kept open between scrapes; pods beyond are asked to
 *     close theirs
 * @param limits limits of a page
 * @param verifyTls whether certificates of pods with {@code prometheus.io/scheme: https} are
 *     verified against the JVM's trusted authorities and the pod's address. Off by default, as in
 *     the usual Prometheus set-up: pods serve certificates that name no pod IP, Flyball sends no
 *     credentials, and plain HTTP, the usual scheme, proves no identity either
 */
public record ScrapeSettings(
    int maxConcurrent,
    long timeoutMillis,
    int maxConnections,
    ExpositionLimits limits,
    boolean verifyTls) {
  /** 128 at once, 2 s each, 2,048 connections kept, 10 MB a page. */
  public static final ScrapeSettings DEFAULT =
      new ScrapeSettings(128, 2_000, 2_048, ExpositionLimits.DEFAULT, false);

  public ScrapeSettings {
    if (maxConcurrent < 1 || timeoutMillis < 1 || maxConnections < 0) {
      throw new IllegalArgumentException(
          maxConcurrent + " scrapes of " + timeoutMillis + " ms over " + maxConnections);
    }
  }
}
