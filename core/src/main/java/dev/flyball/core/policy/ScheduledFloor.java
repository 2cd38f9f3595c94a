package dev.flyball.core.policy;

import java.time.Duration;
import java.time.ZoneId;

/**
 * A lower bound that holds at certain times.
 *
 * @param start when it begins to hold
 * @param duration how long it holds from then on, 1 min to 31 days
 * @param timeZone the zone in which the start is meant
 * @param minReplicas the bound, at least 1
 * @param ramp how long before each start the bound begins to rise step by step, up to 24 h; zero
 *     for all at once
 */
public record ScheduledFloor(
    CronExpression start, Duration duration, ZoneId timeZone, int minReplicas, Duration ramp) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(31);
  public static final Duration LONGEST_RAMP = Duration.ofHours(24);

  public ScheduledFloor {
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException("duration must be 1 min to 31 days: " + duration);
    }
    if (ramp.isNegative() || ramp.compareTo(LONGEST_RAMP) > 0) {
      throw new IllegalArgumentException("ramp must be 0 to 24 h: " + ramp);
    }
    if (minReplicas < 1) {
      throw new IllegalArgumentException("minReplicas must be at least 1: " + minReplicas);
    }
  }
}
