package dev.flyball.core.decide;

import dev.flyball.core.policy.Behavior;

/**
 * Keeps a stabilized recommendation within what the rate policies allow, and within the bound in
 * the direction of movement.
 */
final class Limits {
  private static final int LEGACY_FACTOR = 2;
  private static final int LEGACY_MINIMUM = 4;

  /** Sets the decision's replicas and the reason for what limited them. */
  void apply(Decision decision, History history) {
    Behavior behavior = decision.policy().behavior();
    decision.limit = Reason.DesiredWithinRange;
    decision.limitReplicas = decision.stabilized;
    decision.desired = decision.stabilized;
    int current = decision.currentReplicas();
    if (behavior == null) {
      withoutBehavior(decision, current);
    } else if (decision.stabilized > current) {
      decision.rated = true;
      int rate = decision.rate.up(behavior.scaleUp(), history, current, decision.atMillis());
      if (current == 0 && decision.rate.chosen() >= 0) {
        // Any percentage of nothing is nothing; the first replica is given all the same.
        rate = Math.max(1, rate);
      }
      atMost(decision, decision.policy().maxReplicas(), rate);
    } else if (decision.stabilized < current) {
      decision.rated = true;
      int rate = decision.rate.down(behavior.scaleDown(), history, current, decision.atMillis());
      atLeast(decision, decision.minReplicas(), rate);
    }
  }

  private static void withoutBehavior(Decision decision, int current) {
    if (decision.stabilized < decision.minReplicas()) {
      decision.limitTo(decision.minReplicas(), Reason.TooFewReplicas);
      return;
    }
    atMost(
        decision,
        decision.policy().maxReplicas(),
        Math.max(LEGACY_FACTOR * current, LEGACY_MINIMUM));
  }

  private static void atMost(Decision decision, int bound, int rate) {
    boolean byRate = bound > rate;
    int most = byRate ? rate : bound;
    if (decision.stabilized > most) {
      decision.limitTo(most, byRate ? Reason.ScaleUpLimit : Reason.TooManyReplicas);
    }
  }

  private static void atLeast(Decision decision, int bound, int rate) {
    boolean byRate = bound < rate;
    int least = byRate ? rate : bound;
    if (decision.stabilized < least) {
      decision.limitTo(least, byRate ? Reason.ScaleDownLimit : Reason.TooFewReplicas);
    }
  }
}
