package dev.flyball.core.decide;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/**
 * A policy and what happens to its target, step by step: the input of the properties.
 *
 * <p>Steps do not say how many pods there are, since that follows from what was decided before.
 * They hold states of pods and loads, which are dealt to the pods in turn.
 */
record Scenario(AutoscalerSettings settings, Policy policy, int replicas, List<Step> steps) {
  /**
   * What happens before a decision.
   *
   * @param secondsLater time since the decision before
   * @param manual replicas that a person sets
   * @param lag pods that are there beyond the replicas asked for, or fewer when negative
   * @param pods states, dealt to the pods in turn
   * @param metrics one for each metric of the policy, at least
   */
  record Step(int secondsLater, OptionalInt manual, int lag, List<Pod> pods, List<Metric> metrics) {
    Step withMetrics(UnaryOperator<Metric> change) {
      return new Step(secondsLater, manual, lag, pods, metrics.stream().map(change).toList());
    }
  }

  /** A pod's state; times are seconds before the decision, negative where there is none. */
  record Pod(
      PodPhase phase,
      boolean deleted,
      int startedAgo,
      Readiness readiness,
      int readyAgo,
      PodRequests requests) {
    static final Pod READY =
        new Pod(PodPhase.Running, false, 900, Readiness.True, 800, ScenarioDomain.SMALL);

    PodColumns.Row row(int number, long now) {
      return new PodColumns.Row(
          "pod-" + number,
          phase,
          deleted,
          startedAgo < 0 ? PodColumns.NO_TIME : now - startedAgo * 1000L,
          readiness,
          readyAgo < 0 ? PodColumns.NO_TIME : now - readyAgo * 1000L,
          requests);
    }
  }

  /** A metric's reading: failed, or samples that are dealt to the pods in turn. */
  record Metric(boolean failed, int unmatched, List<Sample> samples) {}

  /** A pod's load in percent of its target, or a sample that is missing. */
  record Sample(boolean present, int loadPercent, int takenAgo) {}

  /** The same with every step changed. */
  Scenario mapSteps(UnaryOperator<Step> change) {
    return new Scenario(settings, policy, replicas, steps.stream().map(change).toList());
  }

  /** The same without anybody but the autoscaler touching the target. */
  Scenario untouched() {
    return mapSteps(s -> new Step(s.secondsLater, OptionalInt.empty(), s.lag, s.pods, s.metrics));
  }

  Scenario with(Policy other) {
    return new Scenario(settings, other, replicas, steps);
  }

  /** What a step's decision sees. */
  Observation observation(Step step, int specReplicas, long now) {
    int count = Math.max(0, specReplicas + step.lag);
    PodColumns pods = new PodColumns(count);
    for (int i = 0; i < count; i++) {
      pods.add(step.pods.get(i % step.pods.size()).row(i, now));
    }
    List<Reading> readings = new ArrayList<>();
    for (int i = 0; i < policy.metrics().size(); i++) {
      readings.add(reading(policy.metrics().get(i), step.metrics.get(i), pods, now));
    }
    return new Observation("shop", specReplicas, count, pods, readings);
  }

  private static Reading reading(MetricSpec spec, Metric metric, PodColumns pods, long now) {
    if (metric.failed) {
      return new Reading.Missing("the source is down");
    }
    return switch (spec) {
      case MetricSpec.Resource m -> samples(m.resource(), m.target(), metric, pods, now);
      case MetricSpec.ContainerResource m -> samples(m.resource(), m.target(), metric, pods, now);
      case MetricSpec.Pods m -> samples("", m.target(), metric, pods, now);
      case MetricSpec.ObjectMetric m -> values(m.target(), metric, pods.size(), 1);
      case MetricSpec.External m -> values(m.target(), metric, pods.size(), metric.samples.size());
    };
  }

  private static Reading samples(
      String resource, MetricTarget target, Metric metric, PodColumns pods, long now) {
    PodSamples column = new PodSamples(pods.size()).reset(pods.size());
    for (int i = 0; i < pods.size(); i++) {
      Sample sample = metric.samples.get(i % metric.samples.size());
      if (sample.present) {
        long full = full(resource, target, pods.requests(i));
        column.set(i, full * sample.loadPercent / 100, now - sample.takenAgo * 1000L, 30_000);
      }
    }
    for (int i = 0; i < metric.unmatched; i++) {
      column.addUnmatched(full(resource, target, ScenarioDomain.SMALL));
    }
    return column;
  }

  private static long full(String resource, MetricTarget target, PodRequests requests) {
    return switch (target) {
      case MetricTarget.Utilization t ->
          Math.max(100, requests.ofPod(resource)) * t.percent() / 100;
      case MetricTarget.AverageValue t -> t.milli();
      case MetricTarget.Value t -> t.milli();
    };
  }

  private static Reading values(MetricTarget target, Metric metric, int pods, int series) {
    long full =
        switch (target) {
          case MetricTarget.Utilization t -> throw new IllegalArgumentException(t.toString());
          case MetricTarget.AverageValue t -> t.milli() * pods;
          case MetricTarget.Value t -> t.milli();
        };
    long[] milli = new long[series];
    for (int i = 0; i < series; i++) {
      milli[i] = full * metric.samples.get(i).loadPercent / 100 / series;
    }
    return Reading.Values.of(milli);
  }
}
