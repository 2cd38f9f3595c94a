package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.Scenario.Metric;
import dev.flyball.core.decide.Scenario.Pod;
import dev.flyball.core.decide.Scenario.Sample;
import dev.flyball.core.decide.Scenario.Step;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/**
 * More load never gives fewer replicas, when nothing else changes: same pods, same history, no
 * sample lower than before.
 *
 * <p>The HPA itself does not promise this, and neither does a function that equals it. Within
 * tolerance it asks for the replicas of the spec; outside of it, for a multiple of the pods that
 * are ready. So this is about targets whose pods are all there: as many as the spec says, none of
 * them failed or being deleted, and, where a metric has one value for the whole target, all ready.
 * What goes on outside of that is shown by the example below.
 */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(ScenarioDomain.class)
@Domain(DomainContext.Global.class)
class DecisionMonotonicityTest {
  @Property
  void moreLoadNeverGivesFewerReplicas(@ForAll Scenario any, @ForAll List<Byte> extras) {
    Scenario scenario = allPodsThere(any);
    Autoscaler other = new Autoscaler(scenario.settings());
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Step heavier = run.step().withMetrics(metric -> heavier(metric, extras));
      Decided more = run.decideAside(other, scenario, run.observation(heavier));
      Decided less = run.decide();
      assertThat(more.desired()).isGreaterThanOrEqualTo(less.desired());
    }
  }

  private static Scenario allPodsThere(Scenario scenario) {
    boolean total =
        scenario.policy().metrics().stream()
            .anyMatch(m -> m.target() instanceof MetricTarget.Value);
    return scenario.mapSteps(
        step ->
            new Step(
                step.secondsLater(),
                step.manual(),
                0,
                step.pods().stream().map(pod -> total ? Pod.READY : there(pod)).toList(),
                step.metrics()));
  }

  private static Pod there(Pod pod) {
    return new Pod(
        pod.phase() == PodPhase.Failed ? PodPhase.Running : pod.phase(),
        false,
        pod.startedAgo(),
        pod.readiness(),
        pod.readyAgo(),
        pod.requests());
  }

  private static Metric heavier(Metric metric, List<Byte> extras) {
    List<Sample> samples = new ArrayList<>();
    for (Sample sample : metric.samples()) {
      int extra = extras.isEmpty() ? 1 : Math.abs(extras.get(samples.size() % extras.size()));
      samples.add(new Sample(sample.present(), sample.loadPercent() + extra, sample.takenAgo()));
    }
    return new Metric(metric.failed(), metric.unmatched(), samples);
  }

  @Example
  void fewerPodsThanReplicasMakeMoreLoadAskForFewer() {
    assertThat(recommendedFor(100)).isEqualTo(10);
    assertThat(recommendedFor(150)).isEqualTo(5);
  }

  /** Three pods of a target that should have ten. */
  private static int recommendedFor(int loadPercent) {
    MetricSpec rps =
        new MetricSpec.Pods(MetricIdentifier.of("rps"), new MetricTarget.AverageValue(100_000));
    Policy policy =
        new Policy(ScenarioDomain.TARGET, 1, 20, List.of(rps), null, PolicyOptions.DEFAULT);
    Metric metric = new Metric(false, 0, List.of(new Sample(true, loadPercent, 0)));
    Step step = new Step(0, OptionalInt.empty(), -7, List.of(Pod.READY), List.of(metric));
    ScenarioRun run =
        new ScenarioRun(new Scenario(AutoscalerSettings.DEFAULT, policy, 10, List.of(step)));
    assertThat(run.next()).isTrue();
    return run.decide().recommended();
  }
}
