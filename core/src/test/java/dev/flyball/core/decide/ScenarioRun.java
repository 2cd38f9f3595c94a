package dev.flyball.core.decide;

import dev.flyball.core.decide.Scenario.Step;
import dev.flyball.core.observe.Observation;
import java.util.Map;
import java.util.TreeMap;

/** Lives through a scenario: time passes, the autoscaler decides, and the target follows. */
final class ScenarioRun {
  private static final long START = 1_750_000_000_000L;

  private final Scenario scenario;
  private final Autoscaler autoscaler;
  private final TreeMap<Long, Integer> replicasSince = new TreeMap<>();
  private History history = new History();
  private Observation observation = Observation.NOTHING;
  private long now = START;
  private int replicas;
  private int steps;

  ScenarioRun(Scenario scenario) {
    this(scenario, new Autoscaler(scenario.settings()));
  }

  ScenarioRun(Scenario scenario, Autoscaler autoscaler) {
    this.scenario = scenario;
    this.autoscaler = autoscaler;
    replicas = scenario.replicas();
    replicasSince.put(Long.MIN_VALUE, replicas);
  }

  /** Lets time pass until the next decision; false at the scenario's end. */
  boolean next() {
    if (steps == scenario.steps().size()) {
      return false;
    }
    Step step = scenario.steps().get(steps++);
    now += step.secondsLater() * 1000L;
    replicas = step.manual().orElse(replicas);
    replicasSince.put(now, replicas);
    observation = scenario.observation(step, replicas, now);
    return true;
  }

  /** Decides on what is observed and carries the decision out. */
  Decided decide() {
    return decide(observation);
  }

  Decided decide(Observation observed) {
    Decision decision = autoscaler.decide(scenario.policy(), observed, history, now);
    if (decision.rescale()) {
      int to = decision.desiredReplicas();
      Autoscaler.rescaled(scenario.policy(), history, replicas, to, now);
      replicas = to;
      replicasSince.put(now, replicas);
    }
    return Decided.of(decision, history);
  }

  /** Decides on a copy of the history, so that nothing comes of it. */
  Decided decideAside(Autoscaler other, Scenario changed, Observation observed) {
    History copy = History.restore(history.snapshot());
    return Decided.of(other.decide(changed.policy(), observed, copy, now), copy);
  }

  /** What the decision of a changed step would see. */
  Observation observation(Step changed) {
    return scenario.observation(changed, replicas, now);
  }

  /** Goes on with a copy of the history that was kept and read back. */
  void restart() {
    history = History.restore(history.snapshot());
  }

  Observation observation() {
    return observation;
  }

  Step step() {
    return scenario.steps().get(steps - 1);
  }

  long now() {
    return now;
  }

  int replicas() {
    return replicas;
  }

  /** The target's replicas at a time, changes of that very moment included. */
  int replicasAt(long millis) {
    Map.Entry<Long, Integer> entry = replicasSince.floorEntry(millis);
    return entry.getValue();
  }
}
