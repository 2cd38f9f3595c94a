package dev.flyball.core.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the user asked for: a target, bounds, metrics and behavior, with the API server's defaults
 * filled in.
 *
 * @param target the object to scale
 * @param minReplicas lower bound, at least 0
 * @param maxReplicas upper bound, at least 1 and not below the lower one
 * @param metrics at least one; the API server fills in cpu at 80 % where a user gives none
 * @param behavior null where the user gave none: the limits of the HPA's older versions then apply
 * @param options what the HPA has no field for
 */
public record Policy(
    ScaleTargetRef target,
    int minReplicas,
    int maxReplicas,
    List<MetricSpec> metrics,
    @Nullable Behavior behavior,
    PolicyOptions options) {
  /** What the API server fills in for {@code minReplicas}. */
  public static final int DEFAULT_MIN_REPLICAS = 1;

  /** What the API server fills in for an empty list of metrics. */
  public static final List<MetricSpec> DEFAULT_METRICS =
      List.of(new MetricSpec.Resource("cpu", new MetricTarget.Utilization(80)));

  public Policy {
    metrics = List.copyOf(metrics);
    if (minReplicas < 0 || maxReplicas < 1 || minReplicas > maxReplicas) {
      throw new IllegalArgumentException(
          "bounds must be 0 <= minReplicas <= maxReplicas and maxReplicas >= 1, not "
              + minReplicas
              + " and "
              + maxReplicas);
    }
    for (ScheduledFloor floor : options.schedule()) {
      if (floor.minReplicas() > maxReplicas) {
        throw new IllegalArgumentException(
            "a scheduled minReplicas of "
                + floor.minReplicas()
                + " is above maxReplicas "
                + maxReplicas);
      }
    }
    if (metrics.isEmpty()) {
      throw new IllegalArgumentException("a policy needs at least one metric");
    }
  }
}
