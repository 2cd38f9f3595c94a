package dev.flyball.core.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a policy says beyond the fields of an HPA. Without any of it, a policy behaves as an HPA
 * does.
 *
 * @param mode whether decisions are carried out
 * @param syncPeriod how often the policy is evaluated; empty takes the controller's setting
 * @param metricSelectPolicy which of several metrics wins
 * @param fallback what a metric asks for that keeps failing; empty for nothing
 * @param cpuInitializationPeriod how long after a pod's start its CPU samples count only while
 *     ready; empty takes the controller's setting
 * @param initialReadinessDelay how long after a pod's start a readiness change counts as the first;
 *     empty takes the controller's setting
 * @param minReadyPercent how many pods must be ready for metrics to change replicas, in percent of
 *     the replicas asked for; 0 for none
 * @param schedule lower bounds that hold at certain times; the highest of those that hold counts
 * @param scaleToZero when the last replica goes and comes back, where {@code minReplicas} is 0;
 *     empty for as in the HPA, by the metrics alone
 * @param surge whether pods beyond the replicas asked for count
 * @param podSelection which pods are the target's
 * @param capacity what becomes of replicas for whose pods there is no room
 */
public record PolicyOptions(
    Mode mode,
    Optional<Duration> syncPeriod,
    MetricSelectPolicy metricSelectPolicy,
    Optional<Fallback> fallback,
    Optional<Duration> cpuInitializationPeriod,
    Optional<Duration> initialReadinessDelay,
    int minReadyPercent,
    List<ScheduledFloor> schedule,
    Optional<ScaleToZero> scaleToZero,
    Surge surge,
    PodSelection podSelection,
    Capacity capacity) {
  /** Behaves as an HPA does. */
  public static final PolicyOptions DEFAULT = builder().build();

  /** Whether a policy's decisions are carried out. */
  public enum Mode {
    /** Decisions are made and carried out. */
    Active,
    /** Decisions are made and reported, replicas are left alone. */
    DryRun,
    /** No decisions are made. */
    Paused
  }

  /** Which recommendation wins where there are several metrics. */
  public enum MetricSelectPolicy {
    /** The highest, as in the HPA. */
    Max,
    /** The lowest. */
    Min
  }

  /** Whether the pods that a rolling update makes beyond the replicas asked for count. */
  public enum Surge {
    /** Like any other pod, as in the HPA. */
    Count,
    /** They are not taken for pods that are needed. */
    Ignore
  }

  /** Which pods are the target's. */
  public enum PodSelection {
    /** Those that its selector selects, as in the HPA. */
    Labels,
    /** Of those, the ones that belong to it by their owner. */
    Owner
  }

  /** What becomes of replicas for whose pods there is no room on the nodes or in the quota. */
  public enum Capacity {
    /** They are asked for, as in the HPA; nobody looks for room. */
    Ignore,
    /** They are asked for, and told of. */
    Warn,
    /** They are not asked for, and told of. What is there stays, and so does the lower bound. */
    Cap
  }

  public PolicyOptions {
    schedule = List.copyOf(schedule);
    if (syncPeriod.isPresent() && syncPeriod.get().toMillis() < 1000) {
      throw new IllegalArgumentException("syncPeriod must be at least 1s: " + syncPeriod.get());
    }
    requireNotNegative(cpuInitializationPeriod, "cpuInitializationPeriod");
    requireNotNegative(initialReadinessDelay, "initialReadinessDelay");
    if (minReadyPercent < 0 || minReadyPercent > 100) {
      throw new IllegalArgumentException("minReadyPercent must be 0 to 100: " + minReadyPercent);
    }
  }

  private static void requireNotNegative(Optional<Duration> duration, String name) {
    if (duration.isPresent() && duration.get().isNegative()) {
      throw new IllegalArgumentException(name + " must not be negative: " + duration.get());
    }
  }

  /** Options that behave as an HPA does, to be changed one by one. */
  public static Builder builder() {
    return new Builder();
  }

  /** Puts options together; what is not set behaves as an HPA does. */
  public static final class Builder {
    private Mode mode = Mode.Active;
    private Optional<Duration> syncPeriod = Optional.empty();
    private MetricSelectPolicy metricSelectPolicy = MetricSelectPolicy.Max;

    private Optional<Fallback> fallback = Optional.empty();
    private Optional<Duration> cpuInitializationPeriod = Optional.empty();
    private Optional<Duration> initialReadinessDelay = Optional.empty();
    private int minReadyPercent;
    private List<ScheduledFloor> schedule = List.of();
    private Optional<ScaleToZero> scaleToZero = Optional.empty();
    private Surge surge = Surge.Count;
    private PodSelection podSelection = PodSelection.Labels;
    private Capacity capacity = Capacity.Ignore;

    private Builder() {}

    /** Whether decisions are carried out. */
    public Builder mode(Mode value) {
      mode = value;
      return this;
    }

    /** How often the policy is evaluated, at least 1 s. */
    public Builder syncPeriod(Duration value) {
      syncPeriod = Optional.of(value);
      return this;
    }

    /** Which of several metrics wins. */
    public Builder metricSelectPolicy(MetricSelectPolicy value) {
      metricSelectPolicy = value;
      return this;
    }

    /** What a metric asks for that keeps failing. */
    public Builder fallback(Fallback value) {
      fallback = Optional.of(value);
      return this;
    }

    /** How long after a pod's start its CPU samples count only while ready. */
    public Builder cpuInitializationPeriod(Duration value) {
      cpuInitializationPeriod = Optional.of(value);
      return this;
    }

    /** How long after a pod's start a readiness change counts as the first. */
    public Builder initialReadinessDelay(Duration value) {
      initialReadinessDelay = Optional.of(value);
      return this;
    }

    /** How many pods must be ready for metrics to change replicas; 0 for none. */
    public Builder minReadyPercent(int value) {
      minReadyPercent = value;
      return this;
    }

    /** Lower bounds that hold at certain times. */
    public Builder schedule(List<ScheduledFloor> value) {
      schedule = value;
      return this;
    }

    /** When the last replica goes and comes back. */
    public Builder scaleToZero(ScaleToZero value) {
      scaleToZero = Optional.of(value);
      return this;
    }

    /** Whether pods beyond the replicas asked for count. */
    public Builder surge(Surge value) {
      surge = value;
      return this;
    }

    /** Which pods are the target's. */
    public Builder podSelection(PodSelection value) {
      podSelection = value;
      return this;
    }

    /** What becomes of replicas for whose pods there is no room. */
    public Builder capacity(Capacity value) {
      capacity = value;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException where one of them is out of its range
     */
    public PolicyOptions build() {
      return new PolicyOptions(
          mode,
          syncPeriod,
          metricSelectPolicy,
          fallback,
          cpuInitializationPeriod,
          initialReadinessDelay,
          minReadyPercent,
          schedule,
          scaleToZero,
          surge,
          podSelection,
          capacity);
    }
  }
}
