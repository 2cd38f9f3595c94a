package dev.flyball.metrics.source.scrape;

import dev.flyball.metrics.exposition.PageResult;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One pod's scraping: its target, its rows, how its last scrapes went. A circuit breaker exists
 * only while it fails.
 */
final class PodScrape {
  private static final SeriesRow[] NO_ROWS = {};

  private ScrapeTarget target;
  private @Nullable ScrapePlan plan;
  private @Nullable SeriesRow[] rows = NO_ROWS;
  private @Nullable CircuitBreaker breaker;
  private @Nullable ScrapeAttempt running;
  private boolean queued;
  private long lastSampledAt;
  private int consecutiveFailures;
  private @Nullable ScrapeFailure lastFailure;

  /** What a breaker wants to be told; made without the cost of a stack trace, and never thrown. */
  private static final class Failed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Failed(String message) {
      super(message, null, false, false);
    }
  }

  PodScrape(ScrapeTarget target) {
    this.target = target;
  }

  ScrapeTarget target() {
    return target;
  }

  /** Points to where the pod is now; another address or pod has a clean record. */
  void target(ScrapeTarget changed) {
    target = changed;
    breaker = null;
    consecutiveFailures = 0;
  }

  /** What the pod's place within the interval is derived from. */
  int phase() {
    return target.namespace().hashCode() * 31 + target.pod().hashCode();
  }

  boolean isQueued() {
    return queued;
  }

  void queued(boolean waits) {
    queued = waits;
  }

  @Nullable ScrapeAttempt running() {
    return running;
  }

  void running(@Nullable ScrapeAttempt attempt) {
    running = attempt;
  }

  /** Whether the breaker lets a scrape pass; the scrape must then end in a success or a failure. */
  boolean tryAcquire() {
    return breaker == null || breaker.tryAcquirePermission();
  }

  /** Records the staged samples of a whole page; whether any row has a new one. */
  boolean record(PageReader page, SeriesStore store, long atMillis) {
    if (plan != page.plan()) {
      plan = page.plan();
      rows = new SeriesRow[page.plan().series().size()];
    }
    boolean any = false;
    for (int i = 0; i < rows.length; i++) {
      if (page.batch(i).size() > 0) {
        SeriesRow row = row(i, page.plan(), store);
        any |= row != null && row.record(page.batch(i), atMillis);
      }
    }
    return any;
  }

  private @Nullable SeriesRow row(int index, ScrapePlan current, SeriesStore store) {
    SeriesRow row = rows[index];
    if (row == null || !row.isLive()) {
      row = store.row(current.series().get(index).name(), target.namespace(), target.pod());
      rows[index] = row;
    }
    return row;
  }

  void answered() {
    breaker = null;
  }

  void sampled(long atMillis) {
    lastSampledAt = atMillis;
    consecutiveFailures = 0;
  }

  void failed(ScrapeFailure failure, PodBreakers breakers) {
    lastFailure = failure;
    consecutiveFailures++;
    if (failure.isAnswered()) {
      answered();
      return;
    }
    if (breaker == null) {
      breaker = breakers.breakerFor(target);
    }
    breaker.onError(0, TimeUnit.MILLISECONDS, new Failed(failure.message()));
  }

  ScrapeStatus status() {
    boolean open = breaker != null && breaker.getState() == CircuitBreaker.State.OPEN;
    return new ScrapeStatus(target, lastSampledAt, consecutiveFailures, lastFailure, open);
  }

  /** What is wrong with a page that ended, or null when its samples may be recorded. */
  static @Nullable ScrapeFailure judge(PageResult page, boolean endKnown, long nowMillis) {
    return switch (page.status()) {
      case TRUNCATED ->
          failure(ScrapeFailure.Kind.TRUNCATED, "the page ends without # EOF", nowMillis);
      case TOO_LARGE ->
          failure(ScrapeFailure.Kind.TOO_LARGE, "the page is larger than the limit", nowMillis);
      case DATA_AFTER_EOF ->
          failure(ScrapeFailure.Kind.MALFORMED, "the page goes on after # EOF", nowMillis);
      case COMPLETE -> judgeComplete(page, endKnown, nowMillis);
    };
  }

  private static @Nullable ScrapeFailure judgeComplete(
      PageResult page, boolean endKnown, long nowMillis) {
    if (page.endsInLine() && !endKnown) {
      return failure(ScrapeFailure.Kind.TRUNCATED, "the connection ended within a line", nowMillis);
    }
    if (page.samples() > 0) {
      return null;
    }
    return page.malformed() > 0
        ? failure(
            ScrapeFailure.Kind.MALFORMED,
            "line " + page.firstMalformedLine() + " of a wanted metric is malformed",
            nowMillis)
        : failure(
            ScrapeFailure.Kind.ABSENT, "the page has no sample of a wanted metric", nowMillis);
  }

  private static ScrapeFailure failure(ScrapeFailure.Kind kind, String message, long nowMillis) {
    return new ScrapeFailure(kind, message, nowMillis);
  }
}
