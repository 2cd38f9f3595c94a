package dev.flyball.core.decide;

import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.ScheduledFloor;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The lower bound in force: that of the policy, or the highest of its schedule.
 *
 * <p>It is worked out again only once it may have changed, so that in steady state nothing is
 * allocated. Mutable; owned by one thread.
 */
final class Floor {
  /** For so long a bound may be taken to hold without looking again. */
  private static final long HORIZON_MILLIS = 3_600_000;

  private @Nullable Policy policy;
  private long fromMillis;
  private long untilMillis;
  private int replicas;
  private @Nullable ScheduledFloor source;
  private long holdsUntilMillis;
  private boolean rising;

  /** Finds the bound for a time. */
  // The same instance means the same policy; comparing the values each time would cost more.
  @SuppressWarnings("ReferenceEquality")
  void update(Policy decided, long nowMillis) {
    if (policy == decided && nowMillis >= fromMillis && nowMillis < untilMillis) {
      return;
    }
    policy = decided;
    fromMillis = nowMillis;
    untilMillis = Long.MAX_VALUE;
    replicas = decided.minReplicas();
    source = null;
    List<ScheduledFloor> schedule = decided.options().schedule();
    for (int i = 0; i < schedule.size(); i++) {
      untilMillis = Math.min(untilMillis, nowMillis + HORIZON_MILLIS);
      hold(schedule.get(i), nowMillis);
      ramp(schedule.get(i), decided.minReplicas(), nowMillis);
    }
  }

  private void hold(ScheduledFloor floor, long nowMillis) {
    long duration = floor.duration().toMillis();
    OptionalLong start =
        floor.start().latest(nowMillis, nowMillis - duration + 1, floor.timeZone());
    if (start.isPresent()) {
      long end = start.getAsLong() + duration;
      untilMillis = Math.min(untilMillis, end);
      raise(floor, floor.minReplicas(), end, false);
    }
  }

  /** The bound rises evenly, and is all there at the start. */
  private void ramp(ScheduledFloor floor, int base, long nowMillis) {
    long ramp = floor.ramp().toMillis();
    OptionalLong start =
        floor.start().next(nowMillis, nowMillis + Math.max(ramp, HORIZON_MILLIS), floor.timeZone());
    if (start.isEmpty()) {
      return;
    }
    long begin = start.getAsLong() - ramp;
    untilMillis = Math.min(untilMillis, begin > nowMillis ? begin : start.getAsLong());
    long steps = (long) floor.minReplicas() - base;
    if (begin > nowMillis || steps <= 0 || ramp == 0) {
      return;
    }
    long done = steps * (nowMillis - begin) / ramp;
    // The next step is done at the first millisecond at which the division gives one more.
    untilMillis = Math.min(untilMillis, begin + ((done + 1) * ramp + steps - 1) / steps);
    raise(floor, (int) (base + done), start.getAsLong(), true);
  }

  private void raise(ScheduledFloor floor, int to, long until, boolean onTheWay) {
    if (to > replicas) {
      replicas = to;
      source = floor;
      holdsUntilMillis = until;
      rising = onTheWay;
    }
  }

  /** The bound. */
  int replicas() {
    return replicas;
  }

  /** The entry of the schedule that it comes from; null for the policy's own. */
  @Nullable ScheduledFloor source() {
    return source;
  }

  /** Until when the entry holds, or rises, in epoch milliseconds. */
  long holdsUntilMillis() {
    return holdsUntilMillis;
  }

  /** Whether the entry has yet to reach its start. */
  boolean rising() {
    return rising;
  }
}
