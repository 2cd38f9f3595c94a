package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.CronExpression;
import dev.flyball.core.policy.Fallback;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.PolicyOptions.Surge;
import dev.flyball.core.policy.ScaleToZero;
import dev.flyball.core.policy.ScheduledFloor;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import net.jqwik.api.domains.DomainContextBase;

/** What holds whatever a policy asks for beyond the HPA, together with the domain's own values. */
@Domain(ScenarioDomain.class)
@Domain(OptionsPropertiesTest.Options.class)
@Domain(DomainContext.Global.class)
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
class OptionsPropertiesTest {
  /** Options that fit a policy. */
  interface Choice extends Function<Policy, PolicyOptions> {}

  /** Any of them, alone and together. */
  static class Options extends DomainContextBase {
    @Provide
    Arbitrary<Choice> choices() {
      Arbitrary<Fallback> fallbacks =
          Combinators.combine(
                  Arbitraries.integers().between(1, 3),
                  Arbitraries.integers().between(1, 8),
                  Arbitraries.of(Fallback.Behavior.class))
              .as(Fallback::new);
      Arbitrary<ScaleToZero> zeros =
          Combinators.combine(Arbitraries.of(0, 20, 300), Arbitraries.of(0L, 50_000L))
              .as((seconds, milli) -> new ScaleToZero(Duration.ofSeconds(seconds), milli));
      return Combinators.combine(
              fallbacks.injectNull(0.3),
              zeros.injectNull(0.5),
              Arbitraries.of(0, 0, 50, 100),
              Arbitraries.of(Surge.class),
              Arbitraries.of(MetricSelectPolicy.class),
              Arbitraries.of(0, 3, 12))
          .as(
              (fallback, zero, percent, surge, select, floor) ->
                  policy -> {
                    PolicyOptions.Builder options =
                        PolicyOptions.builder()
                            .minReadyPercent(percent)
                            .surge(surge)
                            .metricSelectPolicy(select)
                            .schedule(schedule(Math.min(floor, policy.maxReplicas())));
                    if (fallback != null) {
                      options.fallback(fallback);
                    }
                    if (zero != null) {
                      options.scaleToZero(zero);
                    }
                    return options.build();
                  });
    }

    private static List<ScheduledFloor> schedule(int replicas) {
      return replicas == 0
          ? List.of()
          : List.of(
              new ScheduledFloor(
                  CronExpression.parse("*/9 * * * *"),
                  Duration.ofMinutes(3),
                  ZoneOffset.UTC,
                  replicas,
                  Duration.ofMinutes(4)));
    }
  }

  private static Scenario with(Scenario scenario, Choice choice) {
    Policy policy = scenario.policy();
    return scenario.with(
        new Policy(
            policy.target(),
            policy.minReplicas(),
            policy.maxReplicas(),
            policy.metrics(),
            policy.behavior(),
            choice.apply(policy)));
  }

  @Property
  void aRestoredHistoryDecidesTheSame(
      @ForAll Scenario any, @ForAll Choice choice, @ForAll List<Boolean> restarts) {
    Scenario scenario = with(any, choice);
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

  @Property
  void staysInsideTheBoundsAndLeavesAPersonsZeroAlone(@ForAll Scenario any, @ForAll Choice choice) {
    Scenario scenario = with(any, choice);
    Policy policy = scenario.policy();
    ScenarioRun run = new ScenarioRun(scenario);
    // One that has no metric to wake it by, which a policy's reader refuses, is left at zero too.
    boolean wakes = policy.metrics().stream().anyMatch(Zero::isReadWithoutPods);
    boolean byHand = scenario.replicas() == 0;
    int before = scenario.replicas();
    while (run.next()) {
      Decided decided = run.decide();
      byHand = decided.current() == 0 && (byHand || before > 0 || !wakes);
      if (byHand) {
        assertThat(decided.desired()).isZero();
      } else {
        int least = decided.explanation().minReplicas();
        assertThat(least).isBetween(policy.minReplicas(), policy.maxReplicas());
        assertThat(decided.desired()).isBetween(least, policy.maxReplicas());
      }
      before = decided.desired();
    }
  }

  @Property
  void everyDecisionCanBeToldInOneSentence(@ForAll Scenario any, @ForAll Choice choice) {
    ScenarioRun run = new ScenarioRun(with(any, choice));
    while (run.next()) {
      assertThat(run.decide().explanation().sentence(ZoneOffset.UTC))
          .endsWith(".")
          .doesNotContain("null", "Optional", Long.toString(Long.MIN_VALUE).substring(1, 8));
    }
  }
}
