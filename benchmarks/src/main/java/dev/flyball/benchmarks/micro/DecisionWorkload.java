package dev.flyball.benchmarks.micro;

import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.History;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A target and its policy, deciding every 15 s on observations that differ from one to the next.
 *
 * <p>The observations are prepared in a ring, so that what is measured is the decision. Times of
 * samples follow the ring, not the clock: only pods that have just started look at them, and those
 * of the troubled kind are told by their readiness.
 */
final class DecisionWorkload {
  private static final int RING = 16;

  /** Half of it outlasts the longer window, so that replicas move both ways. */
  private static final int SCALING_RING = 64;

  private static final int SYNC_MILLIS = 15_000;
  private static final int WINDOW_STEPS = 300_000 / SYNC_MILLIS;
  private static final long START = 1_750_000_000_000L;
  private static final long CPU_REQUEST = 500;
  private static final long MEMORY_REQUEST = 512_000L << 20;

  private final MetricsKind kind;
  private final Policy policy;
  private final Autoscaler autoscaler = new Autoscaler(AutoscalerSettings.DEFAULT);
  private final History history = new History();
  private final List<Observation> ring = new ArrayList<>();
  private long now = START;
  private int step;

  DecisionWorkload(int pods, MetricsKind kind) {
    this.kind = kind;
    this.policy = policy(pods);
    int size = kind == MetricsKind.SCALING ? SCALING_RING : RING;
    for (int i = 0; i < size; i++) {
      ring.add(observation(pods, i));
    }
  }

  /** Decides for as long as the longer window goes back. */
  void fillWindow() {
    for (int i = 0; i <= WINDOW_STEPS; i++) {
      decide();
    }
  }

  /** Decides once, and carries the decision out. */
  int decide() {
    now += SYNC_MILLIS;
    Observation observation = ring.get(step++ % ring.size());
    Decision decision = autoscaler.decide(policy, observation, history, now);
    int desired = decision.desiredReplicas();
    if (decision.rescale()) {
      Autoscaler.rescaled(policy, history, decision.currentReplicas(), desired, now);
    }
    return desired;
  }

  /** What has been decided so far. */
  History history() {
    return history;
  }

  private static Policy policy(int pods) {
    Behavior behavior =
        new Behavior(
            rules(60, SelectPolicy.Min, percent(50), pods(2)),
            rules(300, SelectPolicy.Max, percent(25)));
    return new Policy(
        new ScaleTargetRef("apps/v1", "Deployment", "imprun-server"),
        2,
        pods * 3,
        List.of(
            new MetricSpec.Resource("cpu", new MetricTarget.Utilization(70)),
            new MetricSpec.Resource("memory", new MetricTarget.Utilization(80)),
            new MetricSpec.Pods(
                MetricIdentifier.of("http_requests_per_second"),
                new MetricTarget.AverageValue(100_000))),
        behavior,
        PolicyOptions.DEFAULT);
  }

  private static ScalingRules rules(int window, SelectPolicy select, ScalingPolicy... policies) {
    return new ScalingRules(
        OptionalInt.of(window), select, List.of(policies), OptionalDouble.empty());
  }

  private static ScalingPolicy percent(int value) {
    return new ScalingPolicy(ScalingPolicy.Type.Percent, value, 60);
  }

  private static ScalingPolicy pods(int value) {
    return new ScalingPolicy(ScalingPolicy.Type.Pods, value, 60);
  }

  private Observation observation(int count, int number) {
    PodRequests requests =
        PodRequests.of(
            List.of(
                new PodRequests.Container(
                    "app", Map.of("cpu", CPU_REQUEST, "memory", MEMORY_REQUEST))),
            Map.of());
    PodColumns pods = new PodColumns(count);
    PodSamples cpu = new PodSamples(count).reset(count);
    PodSamples memory = new PodSamples(count).reset(count);
    PodSamples rps = new PodSamples(count).reset(count);
    int load = load(number);
    for (int i = 0; i < count; i++) {
      pods.add(row(i, requests));
      if (kind == MetricsKind.TROUBLED && (i % 10 == 1 || i % 10 == 2)) {
        continue;
      }
      int percent = load + (i * 7 + number) % 5;
      cpu.set(i, CPU_REQUEST * 70 * percent / 10_000, START, 30_000);
      memory.set(i, MEMORY_REQUEST / 10_000 * 80 * percent, START, 30_000);
      rps.set(i, 1_000L * percent, START, 15_000);
    }
    return new Observation("imprun-system", count, count, pods, List.of(cpu, memory, rps));
  }

  /** Percent of the targets. */
  private int load(int number) {
    return switch (kind) {
      case STEADY -> 94 + number % 4;
      case SCALING -> number < SCALING_RING / 2 ? 160 : 40;
      case TROUBLED -> 130;
    };
  }

  private PodColumns.Row row(int i, PodRequests requests) {
    boolean troubled = kind == MetricsKind.TROUBLED;
    boolean pending = troubled && i % 10 == 1;
    boolean starting = troubled && i % 10 == 3;
    return new PodColumns.Row(
        "imprun-server-" + i,
        pending ? PodPhase.Pending : PodPhase.Running,
        false,
        starting ? START : START - 3_600_000,
        pending || starting ? Readiness.False : Readiness.True,
        starting ? START : START - 3_590_000,
        requests);
  }
}
