package dev.flyball.controller.journal;

import dev.flyball.controller.TestingClock;
import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.History;
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
import java.util.List;
import java.util.Map;

/** Decides on three ready pods by cpu and requests; nobody carries it out. */
final class TestingDecisions {
  static final long START = TestingClock.START.toEpochMilli();
  static final AutoscalerSettings SETTINGS = AutoscalerSettings.DEFAULT;

  private static final PodRequests REQUESTS =
      PodRequests.of(
          List.of(new PodRequests.Container("app", Map.of("cpu", 1_000L, "memory", 1_000L))),
          Map.of());

  private final Autoscaler autoscaler = new Autoscaler(SETTINGS);
  private final History history = new History();
  private final PodColumns pods = new PodColumns(3);
  private final PodSamples cpu = new PodSamples(3);
  private final PodSamples rps = new PodSamples(3);
  private final Observation observation;
  private final Observation unread;
  private Policy policy = policy(2, 9);
  private long now = START;

  TestingDecisions() {
    for (int i = 0; i < 3; i++) {
      pods.add(
          new PodColumns.Row(
              "pod-" + i,
              PodPhase.Running,
              false,
              START - 900_000,
              Readiness.True,
              START - 890_000,
              REQUESTS));
    }
    observation = new Observation("shop", 3, 3, pods, List.of(cpu, rps));
    unread =
        new Observation(
            "shop",
            3,
            3,
            pods,
            List.of(new Reading.Missing("no answer"), new Reading.Missing("?")));
  }

  static Policy policy(int min, int max) {
    return new Policy(
        new ScaleTargetRef("apps/v1", "Deployment", "web"),
        min,
        max,
        List.of(
            new MetricSpec.Resource("cpu", new MetricTarget.Utilization(70)),
            new MetricSpec.Pods(
                MetricIdentifier.of("http_requests_per_second"),
                new MetricTarget.AverageValue(100_000))),
        Behavior.DEFAULT,
        PolicyOptions.DEFAULT);
  }

  TestingDecisions policy(Policy changed) {
    policy = changed;
    return this;
  }

  TestingDecisions later(int seconds) {
    now += seconds * 1000L;
    return this;
  }

  /** Decides on so many percent of cpu, at a third of the requests that are wanted. */
  Decision decide(int percent) {
    cpu.reset(3);
    rps.reset(3);
    for (int i = 0; i < 3; i++) {
      cpu.set(i, percent * 10L, now, 30_000);
      rps.set(i, 33_000, now, 30_000);
    }
    return autoscaler.decide(policy, observation, history, now);
  }

  Decision decideUnread() {
    return autoscaler.decide(policy, unread, history, now);
  }

  long now() {
    return now;
  }
}
