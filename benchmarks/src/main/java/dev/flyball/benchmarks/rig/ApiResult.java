package dev.flyball.benchmarks.rig;

import java.util.List;

/**
 * What was measured of the metrics APIs.
 *
 * @param series series of pods that the controller held
 * @param workloads workloads that they belonged to, each an external series
 * @param bytesPerSeries heap that one series of one pod takes in the store, with a full window
 * @param rssMebibytes resident memory of the controller's process at the end
 * @param loads the loads
 */
public record ApiResult(
    int series, int workloads, double bytesPerSeries, double rssMebibytes, List<Load> loads) {
  public ApiResult {
    loads = List.copyOf(loads);
  }

  /**
   * One load.
   *
   * @param kind what was asked for: {@code external} or {@code pods}
   * @param connections connections, each with one request at a time
   * @param requestsPerSecond answers a second, over all connections
   * @param p50Millis median time to the whole answer
   * @param p90Millis its 90th percentile
   * @param p99Millis its 99th percentile
   * @param maxMillis the longest
   * @param requests how many answers there were
   * @param refused how many of them were no 200
   */
  public record Load(
      String kind,
      int connections,
      double requestsPerSecond,
      double p50Millis,
      double p90Millis,
      double p99Millis,
      double maxMillis,
      long requests,
      long refused) {}
}
