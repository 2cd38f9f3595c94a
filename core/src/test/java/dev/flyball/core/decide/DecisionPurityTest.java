package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** A decision depends on its arguments and on nothing else. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(ScenarioDomain.class)
@Domain(DomainContext.Global.class)
class DecisionPurityTest {
  @Property
  void whatElseAnAutoscalerDecidesChangesNothing(
      @ForAll Scenario scenario, @ForAll Scenario interruption) {
    Autoscaler busy = new Autoscaler(scenario.settings());
    ScenarioRun alone = new ScenarioRun(scenario);
    ScenarioRun amongOthers = new ScenarioRun(scenario.with(copy(scenario.policy())), busy);
    ScenarioRun others = new ScenarioRun(interruption, busy);
    while (alone.next() && amongOthers.next()) {
      if (others.next()) {
        others.decide();
      }
      assertThat(amongOthers.decide()).isEqualTo(alone.decide());
    }
  }

  private static Policy copy(Policy p) {
    return new Policy(
        p.target(), p.minReplicas(), p.maxReplicas(), p.metrics(), p.behavior(), p.options());
  }

  @Property
  void decidingTwiceGivesTheSameTwice(@ForAll Scenario scenario) {
    Autoscaler other = new Autoscaler(scenario.settings());
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Decided first = run.decideAside(other, scenario, run.observation());
      Decided second = run.decideAside(other, scenario, run.observation());
      assertThat(second).isEqualTo(first);
      assertThat(run.decide().explanation()).isEqualTo(first.explanation());
    }
  }

  @Property
  void aNewAutoscalerBringsAllOfItsSettings(
      @ForAll Scenario scenario, @ForAll AutoscalerSettings settings) {
    ScenarioRun run = new ScenarioRun(scenario);
    History history = new History();
    Autoscaler before = new Autoscaler(scenario.settings());
    Autoscaler after = new Autoscaler(longMemory(settings));
    while (run.next()) {
      // The same history object goes on under new settings, beside a copy that knew no others.
      before.decide(scenario.policy(), run.observation(), history, run.now());
      History copy = History.restore(history.snapshot());
      Decision kept = after.decide(scenario.policy(), run.observation(), history, run.now());
      Decision fresh = after.decide(scenario.policy(), run.observation(), copy, run.now());
      assertThat(Decided.of(kept, history)).isEqualTo(Decided.of(fresh, copy));
      run.decide();
    }
  }

  private static AutoscalerSettings longMemory(AutoscalerSettings settings) {
    return new AutoscalerSettings(
        settings.tolerance(),
        Duration.ofHours(1),
        settings.cpuInitializationPeriod(),
        settings.initialReadinessDelay());
  }

  @Property
  void aRestoredHistoryDecidesTheSameForEverAfter(
      @ForAll Scenario scenario, @ForAll List<Boolean> restarts) {
    ScenarioRun steady = new ScenarioRun(scenario);
    ScenarioRun restarted = new ScenarioRun(scenario);
    int step = 0;
    while (steady.next() && restarted.next()) {
      if (restarts.isEmpty() || restarts.get(step++ % restarts.size())) {
        restarted.restart();
      }
      assertThat(restarted.decide()).isEqualTo(steady.decide());
    }
  }

  /** All but which of several pods an error names. */
  @Property
  void theOrderOfPodsChangesNothing(@ForAll Scenario scenario, @ForAll long seed) {
    Random random = new Random(seed);
    ScenarioRun inOrder = new ScenarioRun(scenario);
    ScenarioRun shuffled = new ScenarioRun(scenario);
    while (inOrder.next() && shuffled.next()) {
      Observation other = shuffled(shuffled.observation(), random);
      assertThat(shuffled.decide(other).withoutPods()).isEqualTo(inOrder.decide().withoutPods());
    }
  }

  private static Observation shuffled(Observation observation, Random random) {
    PodColumns pods = observation.pods();
    List<Integer> order = new ArrayList<>(IntStream.range(0, pods.size()).boxed().toList());
    Collections.shuffle(order, random);
    PodColumns rows = new PodColumns(pods.size());
    order.forEach(i -> rows.add(row(pods, i)));
    List<Reading> readings = new ArrayList<>();
    for (Reading reading : observation.readings()) {
      readings.add(reading instanceof PodSamples samples ? shuffled(samples, order) : reading);
    }
    return new Observation(
        observation.namespace(),
        observation.specReplicas(),
        observation.statusReplicas(),
        rows,
        readings);
  }

  private static PodColumns.Row row(PodColumns pods, int i) {
    return new PodColumns.Row(
        pods.name(i),
        pods.phase(i),
        pods.deleted(i),
        pods.startedAt(i),
        pods.readiness(i),
        pods.readySince(i),
        pods.requests(i));
  }

  private static PodSamples shuffled(PodSamples samples, List<Integer> order) {
    PodSamples column = new PodSamples(order.size()).reset(order.size());
    for (int row = 0; row < order.size(); row++) {
      int i = order.get(row);
      if (samples.has(i)) {
        column.set(row, samples.milli(i), samples.at(i), samples.window(i));
      }
    }
    long unmatched = samples.unmatchedMilli();
    for (int i = 0; i < samples.unmatched(); i++) {
      column.addUnmatched(i == 0 ? unmatched : 0);
    }
    return column;
  }
}
