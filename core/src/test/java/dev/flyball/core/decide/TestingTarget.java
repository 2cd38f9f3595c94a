package dev.flyball.core.decide;

import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.ScaleTargetRef;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A target whose pods all run and are ready, with a policy; it goes where it is told. */
final class TestingTarget {
  static final long NOON = Instant.parse("2026-01-05T12:00:00Z").toEpochMilli();
  static final ScaleTargetRef REF = new ScaleTargetRef("apps/v1", "Deployment", "imprun-server");
  static final MetricSpec CPU = new MetricSpec.Resource("cpu", new MetricTarget.Utilization(70));
  static final MetricSpec MEMORY =
      new MetricSpec.Resource("memory", new MetricTarget.Utilization(80));
  static final MetricSpec RPS =
      new MetricSpec.Pods(
          MetricIdentifier.of("http_requests_per_second"), new MetricTarget.AverageValue(100_000));

  private static final PodRequests REQUESTS =
      PodRequests.of(
          List.of(new PodRequests.Container("app", Map.of("cpu", 1_000L, "memory", 1_000L))),
          Map.of());

  private final Autoscaler autoscaler = new Autoscaler(AutoscalerSettings.DEFAULT);
  private final Policy policy;
  private final History history = new History();
  private int replicas;
  private int podCount;
  private long now = NOON;
  private @Nullable Ceiling ceiling;

  TestingTarget(Policy policy, int replicas) {
    this.policy = policy;
    this.replicas = replicas;
    this.podCount = replicas;
  }

  /** The behavior of the policy in the design. */
  static Behavior articleBehavior() {
    return new Behavior(
        new ScalingRules(
            OptionalInt.of(60),
            SelectPolicy.Min,
            List.of(percent(50, 60), pods(2, 60)),
            OptionalDouble.empty()),
        new ScalingRules(
            OptionalInt.of(300),
            SelectPolicy.Max,
            List.of(percent(25, 60)),
            OptionalDouble.empty()));
  }

  /** Rules without a window, so that rates and bounds alone decide. */
  static ScalingRules rules(SelectPolicy select, ScalingPolicy... policies) {
    return new ScalingRules(OptionalInt.of(0), select, List.of(policies), OptionalDouble.empty());
  }

  static ScalingPolicy pods(int value, int periodSeconds) {
    return new ScalingPolicy(ScalingPolicy.Type.Pods, value, periodSeconds);
  }

  static ScalingPolicy percent(int value, int periodSeconds) {
    return new ScalingPolicy(ScalingPolicy.Type.Percent, value, periodSeconds);
  }

  static Policy policy(int min, int max, @Nullable Behavior behavior, MetricSpec... metrics) {
    return policy(min, max, behavior, PolicyOptions.DEFAULT, metrics);
  }

  static Policy policy(
      int min, int max, @Nullable Behavior behavior, PolicyOptions options, MetricSpec... metrics) {
    return new Policy(REF, min, max, List.of(metrics), behavior, options);
  }

  /** The article's policy: cpu, memory and requests per second, 2 to 6 replicas. */
  static Policy article() {
    return policy(2, 6, articleBehavior(), CPU, MEMORY, RPS);
  }

  /** So many milli-units of every pod; of the resources a pod requests 1,000. */
  Reading each(long milli) {
    PodSamples samples = new PodSamples(podCount).reset(podCount);
    for (int i = 0; i < podCount; i++) {
      samples.set(i, milli, now, 30_000);
    }
    return samples;
  }

  /** A sample of the first pods only. */
  Reading eachOf(int pods, long milli) {
    PodSamples samples = new PodSamples(podCount).reset(podCount);
    for (int i = 0; i < pods; i++) {
      samples.set(i, milli, now, 30_000);
    }
    return samples;
  }

  static Reading missing() {
    return new Reading.Missing("no answer from the source");
  }

  TestingTarget later(int seconds) {
    now += seconds * 1000L;
    return this;
  }

  /** A person sets replicas. */
  TestingTarget set(int count) {
    replicas = count;
    podCount = count;
    return this;
  }

  /** A rolling update makes pods beyond the replicas asked for, until these change. */
  TestingTarget surge(int extra) {
    podCount = replicas + extra;
    return this;
  }

  /** There is room for so many replicas from now on; null for nobody knows. */
  TestingTarget room(@Nullable Ceiling room) {
    ceiling = room;
    return this;
  }

  /** Decides, and carries it out. */
  Decision decide(Reading... readings) {
    PodColumns pods = new PodColumns(podCount);
    for (int i = 0; i < podCount; i++) {
      pods.add(
          new PodColumns.Row(
              "pod-" + i,
              PodPhase.Running,
              false,
              NOON - 900_000,
              Readiness.True,
              NOON - 890_000,
              REQUESTS));
    }
    Observation observation =
        new Observation("imprun-system", replicas, podCount, pods, List.of(readings), ceiling);
    Decision decision = autoscaler.decide(policy, observation, history, now);
    if (decision.rescale()) {
      Autoscaler.rescaled(policy, history, replicas, decision.desiredReplicas(), now);
      set(decision.desiredReplicas());
    }
    return decision;
  }

  /** Decides, carries it out, and says how it came about. */
  String sentence(Reading... readings) {
    return decide(readings).explanation().sentence(ZoneOffset.UTC);
  }

  History history() {
    return history;
  }

  int replicas() {
    return replicas;
  }

  long now() {
    return now;
  }
}
