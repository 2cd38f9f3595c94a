package dev.flyball.metrics.source.scrape;

import org.jspecify.annotations.Nullable;

/**
 * How scraping goes for one pod.
 *
 * @param target the pod
 * @param lastSampledAt when the last page with samples was asked for, in epoch milliseconds; 0 for
 *     never
 * @param consecutiveFailures scrapes without a sample since then
 * @param lastFailure the latest failure, or null; it stays after a success
 * @param backingOff whether the pod's circuit breaker is open, so that it is asked less often
 */
public record ScrapeStatus(
    ScrapeTarget target,
    long lastSampledAt,
    int consecutiveFailures,
    @Nullable ScrapeFailure lastFailure,
    boolean backingOff) {}
