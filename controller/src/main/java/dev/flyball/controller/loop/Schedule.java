package dev.flyball.controller.loop;

import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** When which policy is to be evaluated. Owned by the loop. */
final class Schedule {
  private final PriorityQueue<PolicyState> queue =
      new PriorityQueue<>(Comparator.comparingLong(p -> p.dueMillis));

  /** Sets when a policy is due, instead of what was set before. */
  void at(PolicyState policy, long dueMillis) {
    if (policy.scheduled) {
      if (policy.dueMillis == dueMillis) {
        return;
      }
      queue.remove(policy);
    }
    policy.dueMillis = dueMillis;
    policy.scheduled = true;
    queue.add(policy);
  }

  /** Makes a policy due no later than this. */
  void noLaterThan(PolicyState policy, long dueMillis) {
    if (!policy.scheduled || policy.dueMillis > dueMillis) {
      at(policy, dueMillis);
    }
  }

  void remove(PolicyState policy) {
    if (policy.scheduled) {
      queue.remove(policy);
      policy.scheduled = false;
    }
  }

  /** Takes a policy that is due, if there is one. */
  @Nullable PolicyState poll(long nowMillis) {
    PolicyState first = queue.peek();
    if (first == null || first.dueMillis > nowMillis) {
      return null;
    }
    queue.remove();
    first.scheduled = false;
    return first;
  }

  /** When the next policy is due, or the largest long when there is none. */
  long nextMillis() {
    PolicyState first = queue.peek();
    return first == null ? Long.MAX_VALUE : first.dueMillis;
  }

  /**
   * The first moment after now in the rhythm of a period. All policies of a namespace share a
   * phase, so that one reading of its usage serves them all, and namespaces are spread over the
   * period.
   */
  static long next(String namespace, long periodMillis, long nowMillis) {
    long phase = Math.floorMod((namespace.hashCode() * 0x9E3779B97F4A7C15L) >>> 16, periodMillis);
    long turns = Math.floorDiv(nowMillis - phase, periodMillis) + 1;
    return turns * periodMillis + phase;
  }
}
