package dev.flyball.metrics.source.scrape;

import java.util.EnumMap;
import java.util.Map;

/** Counts of a scraper since its start. Owned by its thread. */
public final class ScrapeTotals {
  private long sampled;
  private long bytes;
  private long malformedLines;
  private long backedOff;
  private long overdue;
  private final Map<ScrapeFailure.Kind, Long> failures = new EnumMap<>(ScrapeFailure.Kind.class);

  ScrapeTotals() {}

  void addSampled() {
    sampled++;
  }

  void addPage(long pageBytes, long malformed) {
    bytes += pageBytes;
    malformedLines += malformed;
  }

  void addFailure(ScrapeFailure.Kind kind) {
    failures.merge(kind, 1L, Long::sum);
  }

  void addBackedOff() {
    backedOff++;
  }

  void addOverdue() {
    overdue++;
  }

  /** Scrapes that gave samples. */
  public long sampled() {
    return sampled;
  }

  /** Scrapes that gave none for this reason. */
  public long failed(ScrapeFailure.Kind kind) {
    return failures.getOrDefault(kind, 0L);
  }

  /** Bytes of pages, after decompression. */
  public long bytes() {
    return bytes;
  }

  /** Lines of wanted metrics that could not be read. */
  public long malformedLines() {
    return malformedLines;
  }

  /** Scrapes left out because a pod's breaker was open. */
  public long backedOff() {
    return backedOff;
  }

  /** Scrapes left out because the one before had not ended. */
  public long overdue() {
    return overdue;
  }
}
