package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.Capacity;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

/** What holds whatever room there is. */
@Domain(ScenarioDomain.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class CapacityPropertiesTest {
  private static Scenario with(Scenario scenario, Capacity capacity) {
    Policy policy = scenario.policy();
    return scenario.with(
        new Policy(
            policy.target(),
            policy.minReplicas(),
            policy.maxReplicas(),
            policy.metrics(),
            policy.behavior(),
            PolicyOptions.builder()
                .metricSelectPolicy(policy.options().metricSelectPolicy())
                .capacity(capacity)
                .build()));
  }

  private static Observation under(Observation o, int replicas) {
    return new Observation(
        o.namespace(),
        o.specReplicas(),
        o.statusReplicas(),
        o.pods(),
        o.readings(),
        new Ceiling(replicas, Ceiling.Limit.Nodes, "nothing is left"));
  }

  @Property
  void cappedReplicasAreThoseWithoutItUpToTheCeiling(
      @ForAll Scenario any, @ForAll @IntRange(max = 25) int ceiling) {
    Scenario capped = with(any, Capacity.Cap);
    Scenario free = with(any, Capacity.Ignore);
    ScenarioRun run = new ScenarioRun(capped);
    Autoscaler aside = new Autoscaler(any.settings());
    while (run.next()) {
      Decided without = run.decideAside(aside, free, run.observation());
      Decided decided = run.decide(under(run.observation(), ceiling));
      int current = decided.current();
      int least = decided.explanation().minReplicas();
      int most = Math.max(ceiling, Math.max(current, least));
      assertThat(decided.desired()).isEqualTo(Math.min(without.desired(), Math.max(most, current)));
    }
  }

  @Property
  void warningsChangeNoReplicas(@ForAll Scenario any, @ForAll @IntRange(max = 25) int ceiling) {
    ScenarioRun warned = new ScenarioRun(with(any, Capacity.Warn));
    ScenarioRun ignored = new ScenarioRun(with(any, Capacity.Ignore));
    while (warned.next() && ignored.next()) {
      Decided told = warned.decide(under(warned.observation(), ceiling));
      Decided silent = ignored.decide(under(ignored.observation(), ceiling));
      assertThat(told.desired()).isEqualTo(silent.desired());
      assertThat(silent.explanation().room()).isEmpty();
    }
  }

  @Property
  void roomForAllChangesNothing(@ForAll Scenario any) {
    ScenarioRun roomy = new ScenarioRun(with(any, Capacity.Cap));
    ScenarioRun ignored = new ScenarioRun(with(any, Capacity.Ignore));
    while (roomy.next() && ignored.next()) {
      Decided told = roomy.decide(under(roomy.observation(), Integer.MAX_VALUE));
      Decided silent = ignored.decide();
      assertThat(told.desired()).isEqualTo(silent.desired());
      assertThat(told.conditions()).isEqualTo(silent.conditions());
    }
  }
}
