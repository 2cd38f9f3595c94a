package dev.flyball.core.policy;

/**
 * How much may change in one direction within a period.
 *
 * @param type whether the value counts pods or is a percentage of those there at the period's start
 * @param value pods or percent, at least 1
 * @param periodSeconds length of the period, 1 to 1,800 s
 */
public record ScalingPolicy(Type type, int value, int periodSeconds) {
  /** The unit of a policy's value. */
  public enum Type {
    /** A number of pods. */
    Pods,
    /** A percentage of the replicas at the start of the period. */
    Percent
  }

  /** Longest period that the API server accepts, in seconds. */
  public static final int MAX_PERIOD_SECONDS = 1800;

  public ScalingPolicy {
    if (value <= 0) {
      throw new IllegalArgumentException("a scaling policy's value must be positive: " + value);
    }
    if (periodSeconds <= 0 || periodSeconds > MAX_PERIOD_SECONDS) {
      throw new IllegalArgumentException("a period must be 1 to 1800 s: " + periodSeconds);
    }
  }
}
