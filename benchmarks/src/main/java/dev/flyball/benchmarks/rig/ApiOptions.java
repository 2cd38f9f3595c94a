package dev.flyball.benchmarks.rig;

import java.time.Duration;
import java.util.List;

/**
 * What the rig of the metrics APIs is to measure.
 *
 * @param series series of pods that the controller holds, 10 a workload
 * @param connections how many connections, one load each
 * @param time how long each load lasts
 */
public record ApiOptions(int series, List<Integer> connections, Duration time) {
  /** Pods of each workload. */
  static final int PODS = 10;

  public ApiOptions {
    connections = List.copyOf(connections);
    require(series >= PODS && series <= 100_000, "--series must be 10 to 100000");
    require(
        !connections.isEmpty() && connections.stream().allMatch(c -> c >= 1 && c <= 1_000),
        "--connections must be 1 to 1000 each");
    require(time.toMillis() >= 100 && time.toMinutes() <= 10, "--time must be 100ms to 10m");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
