package dev.flyball.core.decide;

import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScheduledFloor;
import dev.flyball.core.policy.SelectPolicy;
import dev.flyball.core.recommend.MetricRecommendation.Standing;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How a decision came about, step by step, as data. Immutable.
 *
 * @param atMillis when it was made, in epoch milliseconds
 * @param outcome how it came about
 * @param currentReplicas replicas before
 * @param desiredReplicas replicas to set
 * @param metrics each metric's reading and recommendation, in the order of the policy
 * @param winner position of the metric whose recommendation was taken, or -1
 * @param recommendation what the metrics ask for, before anything held or limited it
 * @param stabilization the window that held the recommendation back, if one did
 * @param rate the rate policies of the direction of movement, if there is a movement and there are
 *     any
 * @param limit the rate policy or bound that limited the decision, if one did
 * @param ready what was too few ready pods, where that kept replicas as they are
 * @param zero what the policy's {@code scaleToZero} made of it, if anything
 * @param scheduled the entry of the schedule that the lower bound comes from, if it does
 * @param room for how many replicas there is room; empty where nobody asks, or that is not known
 * @param minReplicas the lower bound in force
 * @param maxReplicas the policy's upper bound
 */
public record Explanation(
    long atMillis,
    Outcome outcome,
    int currentReplicas,
    int desiredReplicas,
    List<MetricStep> metrics,
    int winner,
    int recommendation,
    Optional<StabilizationStep> stabilization,
    Optional<RateStep> rate,
    Optional<LimitStep> limit,
    Optional<ReadyStep> ready,
    Optional<ZeroStep> zero,
    Optional<ScheduleStep> scheduled,
    Optional<RoomStep> room,
    int minReplicas,
    int maxReplicas) {
  public Explanation {
    metrics = List.copyOf(metrics);
  }

  /**
   * One metric.
   *
   * @param spec the metric and its target
   * @param status its current value
   * @param replicas what it asks for; 0 where it does not count
   * @param ratio its value over its target, after pods without a usable sample were padded
   * @param withinTolerance whether it is close enough to its target to ask for no change
   * @param pods how many pods counted as ready, unready, missing and ignored
   * @param failure why it could not be worked out
   * @param standing what it counts for
   * @param failedReadings readings that failed in a row, where that makes a fallback count
   * @param totalMilli the whole value of an Object or External metric, in milli-units
   * @param surgePods pods of a rolling update that were not taken for needed ones
   */
  public record MetricStep(
      MetricSpec spec,
      MetricStatus status,
      int replicas,
      double ratio,
      boolean withinTolerance,
      PodCounts pods,
      Optional<String> failure,
      Standing standing,
      int failedReadings,
      long totalMilli,
      int surgePods) {
    /** A metric that either was worked out or failed, without a fallback. */
    public MetricStep(
        MetricSpec spec,
        MetricStatus status,
        int replicas,
        double ratio,
        boolean withinTolerance,
        PodCounts pods,
        Optional<String> failure) {
      Standing standing = failure.isPresent() ? Standing.Failed : Standing.Valid;
      this(spec, status, replicas, ratio, withinTolerance, pods, failure, standing, 0, 0, 0);
    }

    /** Whether it asks for a number of replicas. */
    public boolean counts() {
      return standing == Standing.Valid || standing == Standing.Fallback;
    }
  }

  /**
   * Pods by what their samples are worth.
   *
   * @param ready counted with their sample
   * @param unready pending, or not past their initialization
   * @param missing without a sample
   * @param ignored failed, or being deleted
   */
  public record PodCounts(int ready, int unready, int missing, int ignored) {}

  /**
   * A stabilization window that held the recommendation back.
   *
   * @param reason {@code ScaleUpStabilized} or {@code ScaleDownStabilized}
   * @param windowSeconds length of the window
   * @param replicas the recommendation in the window that holds
   * @param sinceMillis when that one was made
   * @param untilMillis when it leaves the window
   */
  public record StabilizationStep(
      Reason reason, long windowSeconds, int replicas, long sinceMillis, long untilMillis) {}

  /**
   * The rate policies of one direction.
   *
   * @param up the direction
   * @param selectPolicy which of them counts
   * @param policies each with what was spent of it; empty when the direction is disabled
   * @param chosen position of the one that set the limit, or -1 when the direction is disabled
   */
  public record RateStep(
      boolean up, SelectPolicy selectPolicy, List<RateUse> policies, int chosen) {
    public RateStep {
      policies = List.copyOf(policies);
    }
  }

  /**
   * One rate policy.
   *
   * @param policy what it allows
   * @param added replicas added within its period
   * @param removed replicas removed within its period
   * @param limit the replicas up (or down) to which it lets the target go now
   * @param freesAtMillis when the oldest change that it counts leaves its period, if there is one
   */
  public record RateUse(
      ScalingPolicy policy, int added, int removed, int limit, OptionalLong freesAtMillis) {}

  /**
   * What limited the decision.
   *
   * @param reason {@code ScaleUpLimit}, {@code ScaleDownLimit}, {@code TooManyReplicas}, {@code
   *     TooFewReplicas}, {@code InsufficientCapacity} or {@code QuotaExceeded}
   * @param replicas the replicas it allows
   */
  public record LimitStep(Reason reason, int replicas) {}

  /**
   * What was too few.
   *
   * @param pods pods that are ready
   * @param percent the share of the replicas that has to be
   */
  public record ReadyStep(int pods, int percent) {}

  /**
   * What {@code scaleToZero} made of a decision.
   *
   * @param replicas what it recommends: none, one, or more to wake the target
   * @param waking whether the target is being woken
   * @param lastActiveMillis when a metric was last active, in epoch milliseconds
   * @param idleFromMillis when the cooldown from then on is over
   */
  public record ZeroStep(
      int replicas, boolean waking, long lastActiveMillis, long idleFromMillis) {}

  /**
   * The entry of the schedule that the lower bound comes from.
   *
   * @param floor the entry
   * @param rising whether its start is yet to come, and its bound rises towards it
   * @param untilMillis when that is over: its start, or its end
   */
  public record ScheduleStep(ScheduledFloor floor, boolean rising, long untilMillis) {}

  /**
   * The room there is for pods of the target.
   *
   * @param replicas how many of its pods can run, those that run already included
   * @param reason {@code InsufficientCapacity} or {@code QuotaExceeded}: what sets the limit
   * @param shortage what is short and where, for people
   * @param wanted the replicas to set, whether or not there is room for them
   * @param exceeded whether there is no room for them, and they were not fewer than before
   */
  public record RoomStep(
      int replicas, Reason reason, String shortage, int wanted, boolean exceeded) {}

  /** How many more replicas there is room for; empty where nobody asks, or that is not known. */
  public OptionalInt moreRoom() {
    return room.isEmpty()
        ? OptionalInt.empty()
        : OptionalInt.of(Math.max(0, room.get().replicas() - currentReplicas));
  }

  /** The explanation in one English sentence for people, with times of day in this zone. */
  public String sentence(ZoneId zone) {
    return sentence(zone, Language.English);
  }

  /** The explanation in one sentence for people, with times of day in this zone. */
  public String sentence(ZoneId zone, Language language) {
    return switch (language) {
      case English -> new ExplanationSentence(this, zone).render();
      case Korean -> new KoreanSentence(this, zone).render();
    };
  }
}
