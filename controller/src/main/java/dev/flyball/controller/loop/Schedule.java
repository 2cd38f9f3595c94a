package dev.flyball.controller.loop;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * When which policy is to be evaluated: a binary heap in which each policy knows its place, so that
 * moving one costs as little among ten thousand as among ten. Owned by the loop.
 */
final class Schedule {
  private PolicyState[] heap = new PolicyState[16];
  private int size;

  /** Sets when a policy is due, instead of what was set before. */
  void at(PolicyState policy, long dueMillis) {
    policy.dueMillis = dueMillis;
    if (policy.place == PolicyState.NOWHERE) {
      if (size == heap.length) {
        heap = Arrays.copyOf(heap, 2 * size);
      }
      put(policy, size++);
    }
    settle(policy);
  }

  /** Makes a policy due no later than this. */
  void noLaterThan(PolicyState policy, long dueMillis) {
    if (policy.place == PolicyState.NOWHERE || policy.dueMillis > dueMillis) {
      at(policy, dueMillis);
    }
  }

  void remove(PolicyState policy) {
    int hole = policy.place;
    if (hole == PolicyState.NOWHERE) {
      return;
    }
    policy.place = PolicyState.NOWHERE;
    PolicyState last = heap[--size];
    // What is beyond the end must not keep a policy that is gone.
    Arrays.fill(heap, size, size + 1, null);
    if (last != policy) {
      put(last, hole);
      settle(last);
    }
  }

  /** Takes a policy that is due, if there is one. */
  @Nullable PolicyState poll(long nowMillis) {
    if (size == 0 || heap[0].dueMillis > nowMillis) {
      return null;
    }
    PolicyState first = heap[0];
    remove(first);
    return first;
  }

  /** When the next policy is due, or the largest long when there is none. */
  long nextMillis() {
    return size == 0 ? Long.MAX_VALUE : heap[0].dueMillis;
  }

  private void put(PolicyState policy, int place) {
    heap[place] = policy;
    policy.place = place;
  }

  /** Moves a policy up or down to where its time belongs. */
  private void settle(PolicyState policy) {
    int place = policy.place;
    while (place > 0 && heap[(place - 1) / 2].dueMillis > policy.dueMillis) {
      put(heap[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    for (int child = earlierChild(place);
        child < size && heap[child].dueMillis < policy.dueMillis;
        child = earlierChild(place)) {
      put(heap[child], place);
      place = child;
    }
    put(policy, place);
  }

  private int earlierChild(int place) {
    int left = 2 * place + 1;
    boolean rightIsEarlier = left + 1 < size && heap[left + 1].dueMillis < heap[left].dueMillis;
    return rightIsEarlier ? left + 1 : left;
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
