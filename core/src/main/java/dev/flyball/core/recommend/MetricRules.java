package dev.flyball.core.recommend;

/**
 * What a policy says of how its metrics are worked out.
 *
 * @param tolerances how far from its target a metric may be without a change
 * @param cpuInitializationMillis how long after a pod's start its CPU samples count only while
 *     ready
 * @param initialReadinessMillis how long after a pod's start a readiness change counts as the first
 * @param ignoreSurge whether pods beyond the replicas asked for ask for no replicas of their own
 */
public record MetricRules(
    Tolerances tolerances,
    long cpuInitializationMillis,
    long initialReadinessMillis,
    boolean ignoreSurge) {
  /** Nothing is tolerated, nothing is waited for. */
  static final MetricRules NONE = new MetricRules(new Tolerances(0, 0), 0, 0, false);

  /**
   * The replicas that a ratio asks for where it was seen on so many pods.
   *
   * <p>In a rolling update two sets of pods are there at once. What each pod uses for itself, such
   * as memory, then shows twice: on target, it would ask for twice the replicas. What pods share,
   * such as requests, shows once, and at half the rate. With surge ignored, a ratio above 1 is
   * therefore applied to the replicas asked for, and one below 1 never asks for more than those: a
   * shared load that is too high for the larger set is followed once the set has shrunk.
   */
  int replicas(double ratio, int pods, int specReplicas) {
    if (!ignoreSurge || pods <= specReplicas) {
      return (int) Math.ceil(ratio * pods);
    }
    return ratio > 1.0
        ? (int) Math.ceil(ratio * specReplicas)
        : Math.min(specReplicas, (int) Math.ceil(ratio * pods));
  }

  /** Pods that are beyond the replicas asked for, where those are ignored. */
  int surge(int pods, int specReplicas) {
    return ignoreSurge ? Math.max(0, pods - specReplicas) : 0;
  }
}
