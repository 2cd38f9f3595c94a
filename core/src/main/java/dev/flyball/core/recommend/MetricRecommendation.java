package dev.flyball.core.recommend;

import org.jspecify.annotations.Nullable;

/**
 * What one metric asks for, and what that was worked out from.
 *
 * <p>Reused from one decision to the next; owned by one thread. Usage and utilization are those
 * that the HPA shows as the metric's current value; the ratio is the one that decided, after pods
 * without a usable sample were padded.
 */
public final class MetricRecommendation {
  /** How many numbers {@link #toWords} writes. */
  public static final int WORDS = 12;

  private static final Standing[] STANDINGS = Standing.values();

  int replicas;
  long usageMilli;
  int utilizationPercent;
  long totalMilli;
  double ratio;
  int readyPods;
  int unreadyPods;
  int missingPods;
  int ignoredPods;
  int surgePods;
  boolean withinTolerance;
  @Nullable String failure;
  private Standing standing = Standing.Valid;
  private int failedReadings;

  /** What a metric counts for in the decision. */
  public enum Standing {
    /** It was worked out. */
    Valid,
    /** It failed, and the decision has to do without it. */
    Failed,
    /** It keeps failing, and asks for the replicas to fall back on. */
    Fallback,
    /** It keeps failing, and the other metrics decide as if it were not there. */
    LeftOut,
    /** It is one of pods, and there are none. */
    Asleep
  }

  void clear() {
    replicas = 0;
    usageMilli = 0;
    utilizationPercent = 0;
    totalMilli = 0;
    ratio = 0;
    readyPods = 0;
    unreadyPods = 0;
    missingPods = 0;
    ignoredPods = 0;
    surgePods = 0;
    withinTolerance = false;
    failure = null;
    standing = Standing.Valid;
    failedReadings = 0;
  }

  void fail(String cause) {
    clear();
    failure = cause;
    standing = Standing.Failed;
  }

  /** Lets a failed metric ask for these replicas, after so many readings that failed in a row. */
  public void fallBack(int fallback, int failures) {
    replicas = fallback;
    standing = Standing.Fallback;
    failedReadings = failures;
  }

  /** Does not ask a metric of pods, as there are none. */
  public void sleep() {
    clear();
    standing = Standing.Asleep;
  }

  /** Leaves a failed metric out, after so many readings that failed in a row. */
  public void leaveOut(int failures) {
    standing = Standing.LeftOut;
    failedReadings = failures;
  }

  /** What it counts for. */
  public Standing standing() {
    return standing;
  }

  /** Whether it asks for a number of replicas. */
  public boolean counts() {
    return standing == Standing.Valid || standing == Standing.Fallback;
  }

  /** Readings that failed in a row; 0 where nothing is done about it. */
  public int failedReadings() {
    return failedReadings;
  }

  /** The replicas asked for; meaningless for a metric that does not count. */
  public int replicas() {
    return replicas;
  }

  /** Usage in milli-units: per pod, or of the whole target for a target of type Value. */
  public long usageMilli() {
    return usageMilli;
  }

  /** Utilization in whole percent of the requests; 0 for other targets. */
  public int utilizationPercent() {
    return utilizationPercent;
  }

  /** The whole value of an Object or External metric in milli-units; 0 for others. */
  public long totalMilli() {
    return totalMilli;
  }

  /** Usage over target, after padding; 1 is on target. */
  public double ratio() {
    return ratio;
  }

  /** Whether the metric asks for no change because it is close enough to its target. */
  public boolean withinTolerance() {
    return withinTolerance;
  }

  /** Pods that are running, and for CPU past their initialization, with a sample. */
  public int readyPods() {
    return readyPods;
  }

  /** Pods whose samples do not count yet. */
  public int unreadyPods() {
    return unreadyPods;
  }

  /** Pods that should have a sample and do not. */
  public int missingPods() {
    return missingPods;
  }

  /** Pods that are failed or being deleted. */
  public int ignoredPods() {
    return ignoredPods;
  }

  /** Pods beyond the replicas asked for that asked for no replicas of their own. */
  public int surgePods() {
    return surgePods;
  }

  /** Why the metric could not be worked out, in the HPA's words; null when it could. */
  public @Nullable String failure() {
    return failure;
  }

  /** Makes this one equal to another. */
  public void copyFrom(MetricRecommendation other) {
    replicas = other.replicas;
    usageMilli = other.usageMilli;
    utilizationPercent = other.utilizationPercent;
    totalMilli = other.totalMilli;
    ratio = other.ratio;
    readyPods = other.readyPods;
    unreadyPods = other.unreadyPods;
    missingPods = other.missingPods;
    ignoredPods = other.ignoredPods;
    surgePods = other.surgePods;
    withinTolerance = other.withinTolerance;
    failure = other.failure;
    standing = other.standing;
    failedReadings = other.failedReadings;
  }

  /**
   * Writes all but its ratio and its failure as numbers, small ones where it is usual.
   *
   * @param words takes {@link #WORDS} of them
   */
  // Words are read by the process that wrote them.
  @SuppressWarnings("EnumOrdinal")
  public void toWords(long[] words) {
    words[0] = replicas;
    words[1] = usageMilli;
    words[2] = utilizationPercent;
    words[3] = totalMilli;
    words[4] = readyPods;
    words[5] = unreadyPods;
    words[6] = missingPods;
    words[7] = ignoredPods;
    words[8] = surgePods;
    words[9] = withinTolerance ? 1 : 0;
    words[10] = standing.ordinal();
    words[11] = failedReadings;
  }

  /** Becomes what {@link #toWords} wrote down. */
  public void fromWords(long[] words, double was, @Nullable String why) {
    replicas = (int) words[0];
    usageMilli = words[1];
    utilizationPercent = (int) words[2];
    totalMilli = words[3];
    readyPods = (int) words[4];
    unreadyPods = (int) words[5];
    missingPods = (int) words[6];
    ignoredPods = (int) words[7];
    surgePods = (int) words[8];
    withinTolerance = words[9] != 0;
    standing = STANDINGS[(int) words[10]];
    failedReadings = (int) words[11];
    ratio = was;
    failure = why;
  }
}
