package dev.flyball.minicluster.load;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts and latencies of generated requests. Safe for all threads. */
public final class LoadStatistics {
  /**
   * A state of the counts.
   *
   * @param sent requests begun
   * @param ok answered with 2xx
   * @param failed answered otherwise or not at all
   * @param skipped not sent since too many were under way
   * @param p50Millis median latency of the answered ones, within 5 %
   * @param p99Millis 99th percentile, within 5 %
   */
  public record Snapshot(
      long sent, long ok, long failed, long skipped, double p50Millis, double p99Millis) {}

  private static final double GROWTH = Math.log(1.05);
  private static final int BUCKETS = 320;

  private final LongAdder sent = new LongAdder();
  private final LongAdder ok = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder skipped = new LongAdder();
  private final AtomicLongArray latencies = new AtomicLongArray(BUCKETS);

  void sent() {
    sent.increment();
  }

  void skipped() {
    skipped.increment();
  }

  void failed() {
    failed.increment();
  }

  void answered(int status, long nanos) {
    (status / 100 == 2 ? ok : failed).increment();
    // Buckets grow by 5 % from 10 microseconds on.
    double bucket = Math.log(Math.max(1, nanos / 10_000.0)) / GROWTH;
    latencies.incrementAndGet(Math.min(BUCKETS - 1, (int) bucket));
  }

  /** The counts up to now. */
  public Snapshot snapshot() {
    return new Snapshot(
        sent.sum(), ok.sum(), failed.sum(), skipped.sum(), percentile(0.5), percentile(0.99));
  }

  private double percentile(double share) {
    long total = 0;
    for (int i = 0; i < BUCKETS; i++) {
      total += latencies.get(i);
    }
    long seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
      seen += latencies.get(i);
      if (total > 0 && seen >= share * total) {
        return Math.exp((i + 1) * GROWTH) / 100;
      }
    }
    return 0;
  }
}
