package dev.flyball.controller.demo;

import dev.flyball.controller.config.Settings;
import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.History;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * What a policy calls for under a planned load, decided beforehand: the same decisions on a perfect
 * cluster, whose pods start at once, share the load evenly, and are measured without delay.
 *
 * <p>CPU and memory are left out, as the demo's pods stay far below their targets of them.
 */
final class Forecast {
  private static final String NAMESPACE = Manifests.NAMESPACE;

  private final Policy policy;
  private final LoadPlan plan;
  private final Autoscaler autoscaler;
  private final long stepMillis;
  private final History history = new History();
  private int replicas;

  private Forecast(Policy policy, LoadPlan plan, Settings settings) {
    List<MetricSpec> metrics =
        policy.metrics().stream().filter(MetricSpec.Pods.class::isInstance).toList();
    this.policy =
        new Policy(
            policy.target(),
            policy.minReplicas(),
            policy.maxReplicas(),
            metrics,
            policy.behavior(),
            policy.options());
    this.plan = plan;
    this.autoscaler = new Autoscaler(settings.autoscaler());
    this.stepMillis = settings.syncPeriod().toMillis();
    this.replicas = policy.minReplicas();
  }

  /** The changes of replicas in the first rise and fall, from the policy's fewest replicas on. */
  static List<ReplicaChange> of(Policy policy, LoadPlan plan, Settings settings) {
    return new Forecast(policy, plan, settings).changes();
  }

  private List<ReplicaChange> changes() {
    List<ReplicaChange> changes = new ArrayList<>();
    for (long now = 0; now < plan.cycle() * 1000; now += stepMillis) {
      Decision decision = autoscaler.decide(policy, observation(now), history, now);
      if (decision.rescale()) {
        int to = decision.desiredReplicas();
        Autoscaler.rescaled(policy, history, replicas, to, now);
        changes.add(new ReplicaChange(now / 1000.0, replicas, to));
        replicas = to;
      }
    }
    return List.copyOf(changes);
  }

  private Observation observation(long now) {
    PodColumns pods = new PodColumns(replicas);
    PodSamples samples = new PodSamples(replicas).reset(replicas);
    long milli = Math.round(plan.at(now / 1000.0) / replicas * 1000);
    PodRequests none = PodRequests.of(List.of(), Map.of());
    for (int i = 0; i < replicas; i++) {
      pods.add(new PodColumns.Row("pod-" + i, PodPhase.Running, false, 0, Readiness.True, 0, none));
      samples.set(i, milli, now, (int) stepMillis);
    }
    return new Observation(
        NAMESPACE, replicas, replicas, pods, Collections.nCopies(policy.metrics().size(), samples));
  }
}
