package dev.flyball.core.decide;

import dev.flyball.core.decide.Explanation.RoomStep;
import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.policy.PolicyOptions.Capacity;
import java.util.Optional;

/**
 * Holds a decision against the room that there is for pods.
 *
 * <p>It is a ceiling on the way up only: what runs, or waits for room, is left as it is, and the
 * lower bound in force is kept even where it asks for more than fits.
 */
final class CapacityLimit {
  private CapacityLimit() {}

  /** Tells where there is too little room, and takes back what goes beyond it if that is asked. */
  static void apply(Decision decision, Observation observation, Conditions conditions) {
    Ceiling ceiling = observation.ceiling();
    Capacity capacity = decision.policy().options().capacity();
    if (ceiling == null || capacity == Capacity.Ignore) {
      return;
    }
    switch (decision.outcome()) {
      case None, Disabled, AboveMaximum, TooFewReady, Failed -> {
        return;
      }
      case BelowMinimum, Computed -> decision.ceiling = ceiling;
    }
    decision.wanted = decision.desired;
    if (!exceeded(decision, ceiling)) {
      return;
    }
    Reason reason = reason(ceiling);
    int most = Math.max(decision.currentReplicas(), ceiling.replicas());
    if (capacity == Capacity.Cap
        && decision.outcome == Outcome.Computed
        && decision.desired > most) {
      decision.limitTo(most, reason);
    }
    conditions.set(
        ConditionType.ScalingLimited,
        true,
        reason,
        message(decision, ceiling),
        decision.atMillis());
  }

  private static boolean exceeded(Decision decision, Ceiling ceiling) {
    return decision.wanted >= decision.currentReplicas() && decision.wanted > ceiling.replicas();
  }

  private static Reason reason(Ceiling ceiling) {
    return switch (ceiling.limit()) {
      case Nodes -> Reason.InsufficientCapacity;
      case Quota -> Reason.QuotaExceeded;
    };
  }

  private static String message(Decision decision, Ceiling ceiling) {
    String fits =
        shortage(
            decision.currentReplicas(), decision.wanted, ceiling.replicas(), ceiling.shortage());
    boolean kept =
        decision.outcome == Outcome.BelowMinimum
            && decision.policy().options().capacity() == Capacity.Cap;
    if (kept) {
      return fits + "; the lower bound of " + decision.minReplicas() + " is kept all the same";
    }
    return decision.desired < decision.wanted
        ? fits + "; capped at " + decision.desired + " instead of " + decision.wanted
        : fits;
  }

  /** How many of the pods that are wanted fit, and what the others lack. */
  static String shortage(int current, int wanted, int replicas, String shortage) {
    String fits =
        wanted > current && replicas >= current
            ? (replicas - current) + " of " + (wanted - current) + " more pods fit"
            : "only " + replicas + " of " + wanted + " pods fit";
    return fits + ": " + shortage;
  }

  /** The room as a step of the explanation. */
  static Optional<RoomStep> room(Decision decision) {
    Ceiling ceiling = decision.ceiling;
    return ceiling == null
        ? Optional.empty()
        : Optional.of(
            new RoomStep(
                ceiling.replicas(),
                reason(ceiling),
                ceiling.shortage(),
                decision.wanted,
                exceeded(decision, ceiling)));
  }
}
