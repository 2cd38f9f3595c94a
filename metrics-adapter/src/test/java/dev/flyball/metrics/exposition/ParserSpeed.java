package dev.flyball.metrics.exposition;

import java.util.Arrays;
import java.util.List;

/**
 * Measures the parser by hand, without a harness: {@code java -cp ... ParserSpeed}. The benchmarks
 * proper are JMH's.
 */
final class ParserSpeed {
  private static final int ROUNDS = 9;

  private ParserSpeed() {}

  public static void main(String[] args) {
    for (int bytes : new int[] {10_000, 100_000, 9_900_000}) {
      measure("one counter wanted, " + bytes + " bytes", TestingPages.realistic(bytes));
    }
    byte[] all = TestingPages.allWanted(5_000);
    measure("all of 5000 series wanted, " + all.length + " bytes", all);
  }

  private static void measure(String what, byte[] page) {
    double[] sum = new double[1];
    ExpositionParser parser =
        new ExpositionParser(
            WantedMetrics.of(List.of("http_requests_total")),
            sample -> sum[0] += sample.value(),
            ExpositionLimits.DEFAULT);
    double[] speeds = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long pages = Math.max(1, 300_000_000L / page.length);
      long start = System.nanoTime();
      for (long i = 0; i < pages; i++) {
        parser.reset(ExpositionFormat.TEXT);
        for (int at = 0; at < page.length; at += 16_384) {
          parser.feed(page, at, Math.min(page.length, at + 16_384));
        }
        parser.finish();
      }
      speeds[round] = pages * page.length * 1e3 / (System.nanoTime() - start);
    }
    Arrays.sort(speeds);
    System.out.printf(
        "%s: median %.0f MB/s (%.0f to %.0f), sum %.3g%n",
        what, speeds[ROUNDS / 2], speeds[0], speeds[ROUNDS - 1], sum[0]);
  }
}
