package dev.flyball.benchmarks.rig;

import java.util.Map;
import java.util.SortedMap;

/**
 * How long after they were due decisions came, out of a histogram.
 *
 * @param decisions how many there were
 * @param p50 half of them came within so many seconds
 * @param p99 99 % of them
 * @param atMost all of them: the upper bound of the last bucket that has any
 */
public record Lateness(long decisions, double p50, double p99, double atMost) {
  /** From cumulative counts by upper bound, the last of which is infinite. */
  static Lateness of(SortedMap<Double, Double> buckets) {
    double total = buckets.isEmpty() ? 0 : buckets.lastEntry().getValue();
    return new Lateness(
        Math.round(total),
        quantile(buckets, 0.5 * total),
        quantile(buckets, 0.99 * total),
        bound(buckets, total));
  }

  /** Within its bucket the rank is taken to lie in proportion, as PromQL does. */
  private static double quantile(SortedMap<Double, Double> buckets, double rank) {
    double lower = 0;
    double below = 0;
    for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
      if (bucket.getValue() >= rank && bucket.getValue() > below) {
        return Double.isInfinite(bucket.getKey())
            ? bucket.getKey()
            : lower + (bucket.getKey() - lower) * (rank - below) / (bucket.getValue() - below);
      }
      lower = bucket.getKey();
      below = bucket.getValue();
    }
    return 0;
  }

  private static double bound(SortedMap<Double, Double> buckets, double total) {
    return buckets.entrySet().stream()
        .filter(bucket -> bucket.getValue() >= total)
        .mapToDouble(Map.Entry::getKey)
        .findFirst()
        .orElse(0);
  }
}
