package dev.flyball.benchmarks.report;

/** The middle of measured values, which a few slow moments of the machine do not move. */
final class Medians {
  private Medians() {}

  /**
   * The median.
   *
   * @param sorted values in ascending order, one at least
   */
  static double of(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
