package dev.flyball.core.decide;

import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.util.Arrays;

/**
 * How far the rate policies of one direction let replicas go now, and what each of them had spent.
 *
 * <p>A policy counts from the replicas at the start of its period: the current ones, less what was
 * added and plus what was removed since. Percentages are worked out in doubles, in the HPA's order
 * of operations, because the rounding shows: 100 pods and 10 % give 111, not 110.
 *
 * <p>Reused; owned by one thread. Allocates only when a policy has more rules than any before.
 */
final class RateLimit {
  private int[] added = new int[2];
  private int[] removed = new int[2];
  private int[] limits = new int[2];
  private long[] frees = new long[2];
  private int chosen;

  /** The most replicas that the rules allow; never below the current ones. */
  int up(ScalingRules rules, History history, int current, long nowMillis) {
    if (rules.selectPolicy() == SelectPolicy.Disabled) {
      chosen = -1;
      return current;
    }
    chosen = 0;
    boolean largest = rules.selectPolicy() == SelectPolicy.Max;
    int limit = largest ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    for (int i = 0; i < rules.policies().size(); i++) {
      ScalingPolicy policy = rules.policies().get(i);
      int start = start(i, policy, history, current, nowMillis);
      limits[i] =
          switch (policy.type()) {
            case Pods -> start + policy.value();
            case Percent -> (int) Math.ceil(start * (1 + policy.value() / 100.0));
          };
      if (largest ? limits[i] > limit : limits[i] < limit) {
        limit = limits[i];
        chosen = i;
      }
    }
    return Math.max(limit, current);
  }

  /** The fewest replicas that the rules allow; never above the current ones. */
  int down(ScalingRules rules, History history, int current, long nowMillis) {
    if (rules.selectPolicy() == SelectPolicy.Disabled) {
      chosen = -1;
      return current;
    }
    chosen = 0;
    // On the way down the largest change is the smallest limit.
    boolean largest = rules.selectPolicy() == SelectPolicy.Max;
    int limit = largest ? Integer.MAX_VALUE : Integer.MIN_VALUE;
    for (int i = 0; i < rules.policies().size(); i++) {
      ScalingPolicy policy = rules.policies().get(i);
      int start = start(i, policy, history, current, nowMillis);
      limits[i] =
          switch (policy.type()) {
            case Pods -> start - policy.value();
            case Percent -> (int) (start * (1 - policy.value() / 100.0));
          };
      if (largest ? limits[i] < limit : limits[i] > limit) {
        limit = limits[i];
        chosen = i;
      }
    }
    return Math.min(limit, current);
  }

  private void reserve(int i) {
    if (i == limits.length) {
      added = Arrays.copyOf(added, i * 2);
      removed = Arrays.copyOf(removed, i * 2);
      limits = Arrays.copyOf(limits, i * 2);
      frees = Arrays.copyOf(frees, i * 2);
    }
  }

  /** Becomes what was written down of another: first the policy that set the limit. */
  void restore(int chosenPolicy) {
    chosen = chosenPolicy;
  }

  /** Then each of its policies in turn. */
  void restore(int i, int wereAdded, int wereRemoved, int limit, long freesAt) {
    reserve(i);
    added[i] = wereAdded;
    removed[i] = wereRemoved;
    limits[i] = limit;
    frees[i] = freesAt;
  }

  private int start(int i, ScalingPolicy policy, History history, int current, long nowMillis) {
    reserve(i);
    long cutoff = nowMillis - policy.periodSeconds() * 1000L;
    added[i] = history.scaleUps().changeAfter(cutoff);
    removed[i] = history.scaleDowns().changeAfter(cutoff);
    long oldest =
        Math.min(history.scaleUps().oldestAfter(cutoff), history.scaleDowns().oldestAfter(cutoff));
    frees[i] = oldest == Long.MAX_VALUE ? oldest : oldest + policy.periodSeconds() * 1000L;
    return current - added[i] + removed[i];
  }

  /** The policy that set the limit, or -1 when the direction is disabled. */
  int chosen() {
    return chosen;
  }

  int added(int policy) {
    return added[policy];
  }

  int removed(int policy) {
    return removed[policy];
  }

  /** When the oldest change that a policy counts leaves its period; the largest long for none. */
  long freesAt(int policy) {
    return frees[policy];
  }

  int limit(int policy) {
    return limits[policy];
  }
}
