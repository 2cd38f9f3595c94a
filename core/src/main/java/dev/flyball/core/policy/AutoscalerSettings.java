package dev.flyball.core.policy;

import java.time.Duration;

/**
 * The settings that the HPA takes as flags of the controller manager; each applies where a policy
 * does not say otherwise.
 *
 * @param tolerance how far a metric's ratio to its target may be from 1 without a change, at least
 *     0
 * @param downscaleStabilization how far back recommendations hold a scale-down
 * @param cpuInitializationPeriod how long after a pod's start its CPU samples count only while
 *     ready
 * @param initialReadinessDelay how long after a pod's start a readiness change counts as the first
 */
public record AutoscalerSettings(
    double tolerance,
    Duration downscaleStabilization,
    Duration cpuInitializationPeriod,
    Duration initialReadinessDelay) {
  /** The defaults of the HPA's flags. */
  public static final AutoscalerSettings DEFAULT =
      new AutoscalerSettings(
          0.1, Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(30));

  public AutoscalerSettings {
    if (!(tolerance >= 0)) {
      throw new IllegalArgumentException("tolerance must not be negative: " + tolerance);
    }
    requireNotNegative(downscaleStabilization, "downscaleStabilization");
    requireNotNegative(cpuInitializationPeriod, "cpuInitializationPeriod");
    requireNotNegative(initialReadinessDelay, "initialReadinessDelay");
  }

  private static void requireNotNegative(Duration duration, String name) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + duration);
    }
  }
}
