package dev.flyball.minicluster.cluster;

/**
 * What a pod uses.
 *
 * @param cpuCores CPU in cores
 * @param memoryBytes working set
 * @param requestsPerSecond HTTP requests that it answers
 */
public record PodUse(double cpuCores, long memoryBytes, double requestsPerSecond) {
  /** A pod that does nothing and holds 32 MiB. */
  public static final PodUse IDLE = new PodUse(0.001, 32L << 20, 0);
}
