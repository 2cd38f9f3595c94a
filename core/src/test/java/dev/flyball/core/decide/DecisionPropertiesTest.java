package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.statistics.Statistics;
import net.jqwik.api.statistics.StatisticsReport;
import net.jqwik.api.statistics.StatisticsReport.StatisticsReportMode;

/** What holds for every policy, however its target and its metrics behave. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(ScenarioDomain.class)
class DecisionPropertiesTest {
  @Property
  void staysWithinTheBoundsOnceInside(@ForAll Scenario scenario) {
    Policy policy = scenario.policy();
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Decided decided = run.decide();
      if (decided.current() >= policy.minReplicas() && decided.current() <= policy.maxReplicas()) {
        assertThat(decided.desired()).isBetween(policy.minReplicas(), policy.maxReplicas());
      }
    }
  }

  @Property
  void comesInsideTheBoundsAtOnceUnlessAPersonScaledToZero(@ForAll Scenario scenario) {
    Policy policy = scenario.policy();
    ScenarioRun run = new ScenarioRun(scenario);
    boolean byHand = scenario.replicas() == 0;
    int before = scenario.replicas();
    while (run.next()) {
      Decided decided = run.decide();
      byHand = decided.current() == 0 && (byHand || before > 0);
      if (byHand) {
        assertThat(decided.desired()).isZero();
        assertThat(decided.outcome()).isEqualTo(Outcome.Disabled);
      } else {
        assertThat(decided.desired()).isBetween(policy.minReplicas(), policy.maxReplicas());
      }
      before = decided.desired();
    }
  }

  /**
   * Whatever the metrics asked for holds for the scale-down window. Without a behavior the window
   * itself may raise replicas that a person lowered; that is no wish of the metrics, and ends with
   * the recommendation that it comes from.
   */
  @Property
  void keepsWhatItScaledUpForTheScaleDownWindow(@ForAll Scenario scenario) {
    record ScaleUp(long at, int to) {}
    long window = downWindowMillis(scenario);
    List<ScaleUp> scaleUps = new ArrayList<>();
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Decided decided = run.decide();
      for (ScaleUp scaleUp : scaleUps) {
        if (run.now() - scaleUp.at < window) {
          assertThat(decided.desired()).isGreaterThanOrEqualTo(min(scaleUp.to, decided.current()));
        }
      }
      if (decided.up() && decided.recommended() >= decided.desired()) {
        scaleUps.add(new ScaleUp(run.now(), decided.desired()));
      }
    }
  }

  private static long downWindowMillis(Scenario scenario) {
    long byDefault = scenario.settings().downscaleStabilization().toMillis();
    Behavior behavior = scenario.policy().behavior();
    return behavior == null || behavior.scaleDown().stabilizationWindowSeconds().isEmpty()
        ? byDefault
        : behavior.scaleDown().stabilizationWindowSeconds().getAsInt() * 1000L;
  }

  private static int min(int a, int b) {
    return Math.min(a, b);
  }

  @Property
  void neverMovesInADisabledDirection(@ForAll Scenario scenario) {
    Behavior behavior = scenario.policy().behavior();
    ScenarioRun run = new ScenarioRun(scenario);
    while (behavior != null && run.next()) {
      Decided decided = run.decide();
      if (decided.outcome() == Outcome.Computed) {
        assertThat(decided.up() && behavior.scaleUp().selectPolicy() == SelectPolicy.Disabled)
            .isFalse();
        assertThat(decided.down() && behavior.scaleDown().selectPolicy() == SelectPolicy.Disabled)
            .isFalse();
      }
    }
  }

  @Property
  void neverScalesDownWithAFailedMetric(@ForAll Scenario scenario) {
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Decided decided = run.decide();
      if (decided.failedMetrics() > 0) {
        assertThat(decided.desired()).isGreaterThanOrEqualTo(decided.current());
      }
      if (decided.failedMetrics() == scenario.policy().metrics().size()) {
        assertThat(decided.desired()).isEqualTo(decided.current());
      }
    }
  }

  /**
   * The start of a period is where the target really was then: nobody else touches it here. What a
   * policy allows is worked out in doubles, as the HPA defines it.
   */
  @Property
  void neverMovesFasterThanTheRatePoliciesAllow(@ForAll Scenario any) {
    Scenario scenario = any.untouched();
    Behavior behavior = scenario.policy().behavior();
    ScenarioRun run = new ScenarioRun(scenario);
    while (behavior != null && run.next()) {
      int[] ups = allowed(run, behavior.scaleUp(), 1);
      int[] downs = allowed(run, behavior.scaleDown(), -1);
      Decided decided = run.decide();
      if (decided.outcome() == Outcome.Computed && decided.up()) {
        boolean most = behavior.scaleUp().selectPolicy() == SelectPolicy.Max;
        int limit = most ? highest(ups) : lowest(ups);
        // Any percentage of nothing is nothing: the first replica is given all the same.
        int least = decided.current() == 0 ? 1 : 0;
        assertThat(decided.desired()).isLessThanOrEqualTo(Math.max(least, limit));
      } else if (decided.outcome() == Outcome.Computed && decided.down()) {
        boolean most = behavior.scaleDown().selectPolicy() == SelectPolicy.Max;
        assertThat(decided.desired()).isGreaterThanOrEqualTo(most ? lowest(downs) : highest(downs));
      }
    }
  }

  private static int[] allowed(ScenarioRun run, ScalingRules rules, int sign) {
    return rules.policies().stream().mapToInt(policy -> allowed(run, policy, sign)).toArray();
  }

  private static int allowed(ScenarioRun run, ScalingPolicy policy, int sign) {
    int start = run.replicasAt(run.now() - policy.periodSeconds() * 1000L);
    return switch (policy.type()) {
      case Pods -> start + sign * policy.value();
      case Percent -> {
        double moved = start * (1 + sign * policy.value() / 100.0);
        yield (int) (sign > 0 ? Math.ceil(moved) : moved);
      }
    };
  }

  private static int highest(int[] values) {
    return IntStream.of(values).max().orElseThrow();
  }

  private static int lowest(int[] values) {
    return IntStream.of(values).min().orElseThrow();
  }

  @Property
  void lowestOfTheMetricsNeverGivesMoreThanTheHighest(@ForAll Scenario scenario) {
    Scenario max = scenario.with(select(scenario.policy(), MetricSelectPolicy.Max));
    Scenario min = scenario.with(select(scenario.policy(), MetricSelectPolicy.Min));
    Autoscaler other = new Autoscaler(scenario.settings());
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      int most = run.decideAside(other, max, run.observation()).desired();
      int least = run.decideAside(other, min, run.observation()).desired();
      assertThat(least).isLessThanOrEqualTo(most);
      run.decide();
    }
  }

  private static Policy select(Policy policy, MetricSelectPolicy select) {
    PolicyOptions options = PolicyOptions.builder().metricSelectPolicy(select).build();
    return new Policy(
        policy.target(),
        policy.minReplicas(),
        policy.maxReplicas(),
        policy.metrics(),
        policy.behavior(),
        options);
  }

  /** The properties would say little if some of this never happened. */
  @Property
  @StatisticsReport(StatisticsReportMode.OFF)
  void scenariosHoldEveryKindOfDecision(@ForAll Scenario scenario) {
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      Decided decided = run.decide();
      Explanation explanation = decided.explanation();
      Statistics.label("outcome").collect(decided.outcome());
      Statistics.label("up").collect(decided.up());
      Statistics.label("down").collect(decided.down());
      Statistics.label("held").collect(explanation.stabilization().isPresent());
      Statistics.label("limit").collect(explanation.limit().map(l -> l.reason()).orElse(null));
    }
    for (Outcome outcome : Outcome.values()) {
      if (outcome != Outcome.None && outcome != Outcome.TooFewReady) {
        atLeastOnePercent("outcome", outcome);
      }
    }
    atLeastOnePercent("up", true);
    atLeastOnePercent("down", true);
    atLeastOnePercent("held", true);
    atLeastOnePercent("limit", Reason.ScaleUpLimit);
    atLeastOnePercent("limit", Reason.TooManyReplicas);
    Statistics.label("limit").coverage(c -> c.check(Reason.ScaleDownLimit).count(n -> n > 50));
    Statistics.label("limit").coverage(c -> c.check(Reason.TooFewReplicas).count(n -> n > 50));
  }

  private static void atLeastOnePercent(String label, Object value) {
    Statistics.label(label).coverage(c -> c.check(value).percentage(p -> p > 1));
  }
}
