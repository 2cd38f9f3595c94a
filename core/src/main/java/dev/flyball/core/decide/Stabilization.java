package dev.flyball.core.decide;

import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.window.RecommendationWindow;

/**
 * Holds a recommendation back while recent ones disagree with it.
 *
 * <p>With a behavior: up to the lowest recommendation of the scale-up window, down to the highest
 * of the scale-down window, and no change between the two. Without one: only down, to the highest
 * of the controller's downscale stabilization.
 */
final class Stabilization {
  /** The longest window that a policy may ask for: kept even while a shorter one is in force. */
  private static final long MIN_RETENTION_MILLIS = 3_600_000;

  private final long downscaleMillis;
  private final long retentionMillis;

  Stabilization(AutoscalerSettings settings) {
    downscaleMillis = settings.downscaleStabilization().toMillis();
    retentionMillis = Math.max(MIN_RETENTION_MILLIS, downscaleMillis);
  }

  void record(RecommendationWindow window, int replicas, long nowMillis) {
    window.record(replicas, nowMillis, retentionMillis);
  }

  /** Stabilizes the decision's recommendation and records what it was before. */
  void apply(Decision decision, RecommendationWindow window) {
    Behavior behavior = decision.policy().behavior();
    if (decision.zero == Zero.Step.Woken) {
      // What waits for a pod should not wait for a window of readings that were taken asleep.
      decision.stabilized = decision.recommendation;
    } else if (behavior == null) {
      decision.stabilized = holdDown(decision, window, downscaleMillis);
    } else if (decision.recommendation >= decision.currentReplicas()) {
      long upMillis = behavior.scaleUp().stabilizationWindowSeconds().orElse(0) * 1000L;
      int lowest = holdUp(decision, window, upMillis);
      decision.stabilized = Math.max(lowest, decision.currentReplicas());
    } else {
      var seconds = behavior.scaleDown().stabilizationWindowSeconds();
      long downMillis = seconds.isPresent() ? seconds.getAsInt() * 1000L : downscaleMillis;
      int highest = holdDown(decision, window, downMillis);
      decision.stabilized = Math.min(highest, decision.currentReplicas());
    }
    record(window, decision.recommendation, decision.atMillis());
  }

  /** The lowest of the recommendation and those within the window. */
  private static int holdUp(Decision decision, RecommendationWindow window, long windowMillis) {
    int sample = window.lowestAfter(decision.atMillis() - windowMillis);
    if (sample < 0 || window.lowestReplicas(sample) >= decision.recommendation) {
      return decision.recommendation;
    }
    decision.hold(
        Reason.ScaleUpStabilized,
        window.lowestReplicas(sample),
        window.lowestTime(sample),
        windowMillis);
    return window.lowestReplicas(sample);
  }

  /** The highest of the recommendation and those within the window. */
  private static int holdDown(Decision decision, RecommendationWindow window, long windowMillis) {
    int sample = window.highestAfter(decision.atMillis() - windowMillis);
    if (sample < 0 || window.highestReplicas(sample) <= decision.recommendation) {
      return decision.recommendation;
    }
    decision.hold(
        Reason.ScaleDownStabilized,
        window.highestReplicas(sample),
        window.highestTime(sample),
        windowMillis);
    return window.highestReplicas(sample);
  }
}
