package dev.flyball.benchmarks.rig;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What the scale rig is to measure.
 *
 * @param policies the most policies
 * @param podsPerPolicy pods of each target, at least 1
 * @param namespaces over how many namespaces targets are spread, where there are enough of them
 * @param period how often each policy is evaluated
 * @param runFor how long the steady state is measured
 * @param step by how much load goes up on all targets at once
 * @param only whether smaller numbers of policies are left out
 * @param javaOptions options for the controller's JVM; empty for those that fit the number of
 *     policies
 */
public record ScaleOptions(
    int policies,
    int podsPerPolicy,
    int namespaces,
    Duration period,
    Duration runFor,
    double step,
    boolean only,
    List<String> javaOptions) {
  private static final int SMALLEST = 100;

  public ScaleOptions {
    javaOptions = List.copyOf(javaOptions);
    require(policies >= 1 && policies <= 100_000, "--policies must be 1 to 100000");
    require(podsPerPolicy >= 1 && podsPerPolicy <= 1_000, "--pods-per-policy must be 1 to 1000");
    require(
        (long) policies * podsPerPolicy <= 200_000,
        "--policies times --pods-per-policy must be at most 200000 pods");
    require(namespaces >= 1 && namespaces <= 10_000, "--namespaces must be 1 to 10000");
    require(!period.minusSeconds(1).isNegative(), "--period must be 1s at least");
    require(!runFor.minus(period).isNegative(), "--for must be as long as --period at least");
    require(step > 1.1 && step <= 3, "--load-step must be more than 1.1, the tolerance, to 3");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** The numbers of policies to measure: 100, 1,000, ... below the most, and the most. */
  public List<Integer> sizes() {
    List<Integer> sizes = new ArrayList<>();
    for (int size = SMALLEST; size < policies && !only; size *= 10) {
      sizes.add(size);
    }
    sizes.add(policies);
    return sizes;
  }

  /**
   * Options of the controller's JVM: the heap that goes with a size and, where memory is what
   * counts, those of the image. For more than 1,000 policies its quick compiler and its small young
   * generation cost more than they save (docs/performance.md).
   */
  public List<String> javaOptions(int size) {
    if (!javaOptions.isEmpty()) {
      return javaOptions;
    }
    return size <= 1_000
        ? List.of("@deploy/jvm.flags", size <= 10 ? "-Xmx48m" : "-Xmx128m")
        : List.of("-Xmx512m");
  }
}
