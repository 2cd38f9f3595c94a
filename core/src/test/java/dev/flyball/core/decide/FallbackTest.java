package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.MEMORY;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.Fallback;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.SelectPolicy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a metric asks for that keeps failing. Evaluations are 15 s apart. */
class FallbackTest {
  private static final Behavior AT_ONCE =
      new Behavior(
          TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)),
          TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)));

  private static TestingTarget target(
      Fallback.Behavior behavior, int failures, int replicas, int current, MetricSpec... metrics) {
    PolicyOptions options =
        PolicyOptions.builder().fallback(new Fallback(failures, replicas, behavior)).build();
    return new TestingTarget(policy(1, 20, AT_ONCE, options, metrics), current);
  }

  /** What a target with one metric, which fails three times, goes to from its current replicas. */
  record Row(Fallback.Behavior behavior, int replicas, int current, int expected) {}

  static Stream<Arguments> rows() {
    return Stream.of(
        argumentSet("static, up", new Row(Fallback.Behavior.Static, 6, 4, 6)),
        argumentSet("static, down", new Row(Fallback.Behavior.Static, 2, 4, 2)),
        argumentSet("current", new Row(Fallback.Behavior.Current, 6, 4, 4)),
        argumentSet("higher, as it is lower", new Row(Fallback.Behavior.CurrentIfHigher, 6, 4, 6)),
        argumentSet("higher, as it is", new Row(Fallback.Behavior.CurrentIfHigher, 2, 4, 4)),
        argumentSet("lower, as it is", new Row(Fallback.Behavior.CurrentIfLower, 6, 4, 4)),
        argumentSet("lower, as it is higher", new Row(Fallback.Behavior.CurrentIfLower, 2, 4, 2)),
        argumentSet("no other metric", new Row(Fallback.Behavior.OtherMetrics, 6, 4, 6)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void afterThreeFailures(Row row) {
    TestingTarget target = target(row.behavior, 3, row.replicas, row.current, CPU);
    target.later(15).decide(missing());
    target.later(15).decide(missing());
    assertThat(target.replicas()).as("after two").isEqualTo(row.current);
    assertThat(target.history().conditions().reason(ConditionType.Fallback)).isNull();
    Decision decision = target.later(15).decide(missing());
    assertThat(target.replicas()).as("after three").isEqualTo(row.expected);
    assertThat(decision.outcome()).isEqualTo(Outcome.Computed);
    assertThat(decision.error()).contains("no answer from the source");
    assertThat(decision.events()).hasSize(1);
    assertThat(target.history().conditions().get(ConditionType.Fallback))
        .satisfies(c -> assertThat(c.status()).isTrue())
        .satisfies(c -> assertThat(c.reason()).isEqualTo(Reason.FallbackExists));
    assertThat(target.history().conditions().reason(ConditionType.ScalingActive))
        .isEqualTo(Reason.FallbackExists);
  }

  @Test
  void oneGoodReadingEndsIt() {
    TestingTarget target = target(Fallback.Behavior.Static, 2, 6, 4, CPU);
    target.later(15).decide(missing());
    target.later(15).decide(target.each(700));
    target.later(15).decide(missing());
    assertThat(target.replicas()).as("one, and one").isEqualTo(4);
    target.later(15).decide(missing());
    assertThat(target.replicas()).as("two in a row").isEqualTo(6);
    target.later(15).decide(target.each(700));
    assertThat(target.history().conditions().get(ConditionType.Fallback))
        .satisfies(c -> assertThat(c.status()).isFalse())
        .satisfies(c -> assertThat(c.reason()).isEqualTo(Reason.NoFallbackFound));
    assertThat(target.history().conditions().reason(ConditionType.ScalingActive))
        .isEqualTo(Reason.ValidMetricFound);
  }

  /** A period, less what evaluations may be early: two of them are over after 28 s. */
  @Test
  void aFailureCountsOnceAPeriod() {
    TestingTarget target = target(Fallback.Behavior.Static, 3, 6, 4, CPU);
    for (int second = 0; second < 28; second++) {
      target.decide(missing());
      target.later(1);
    }
    assertThat(target.replicas()).isEqualTo(4);
    target.decide(missing());
    assertThat(target.replicas()).isEqualTo(6);
  }

  @Test
  void theHighestOfItAndTheOthersWins() {
    TestingTarget target = target(Fallback.Behavior.Static, 1, 6, 4, CPU, MEMORY);
    assertThat(target.later(15).sentence(missing(), target.each(1_600)))
        .isEqualTo(
            "cpu has no usable reading (unable to get metrics for resource cpu: no answer from the"
                + " source), 1 in a row, and falls back on 6; memory at 160 % of 80 % asks for 8;"
                + " the highest wins: 8; goes from 4 to 8.");
    assertThat(target.later(15).sentence(missing(), target.each(100)))
        .contains("asks for 1; the highest wins: 6; goes from 8 to 6.");
  }

  @Test
  void otherMetricsDecideAloneEvenDown() {
    TestingTarget target = target(Fallback.Behavior.OtherMetrics, 2, 6, 4, CPU, MEMORY);
    assertThat(target.later(15).sentence(missing(), target.each(200)))
        .endsWith("with a metric missing nothing is scaled down: stays at 4.");
    assertThat(target.later(15).sentence(missing(), target.each(200)))
        .endsWith(
            "2 in a row, and is left out; memory at 20 % of 80 % asks for 1; goes from 4 to 1.");
    target.later(15).decide(missing(), missing());
    assertThat(target.replicas()).as("one of them may come back").isEqualTo(1);
    target.later(15).decide(missing(), missing());
    assertThat(target.replicas()).isEqualTo(6);
  }

  @Test
  void aMetricWithoutAFallbackYetStillHoldsScaleDown() {
    TestingTarget target = target(Fallback.Behavior.Static, 2, 2, 8, CPU, MEMORY);
    target.later(15).decide(missing(), target.each(800));
    target.later(15).decide(missing(), missing());
    assertThat(target.replicas()).as("cpu falls back on 2, memory failed once").isEqualTo(8);
    target.later(15).decide(missing(), missing());
    assertThat(target.replicas()).isEqualTo(2);
  }

  @Test
  void countsSurviveARestart() {
    History history = new History();
    history.failures().follow(List.of(CPU, MEMORY));
    history.failures().failed(1, 1_000, 15_000);
    history.failures().failed(1, 16_000, 15_000);
    History restored = History.restore(history.snapshot());
    restored.failures().follow(List.of(CPU, MEMORY));
    assertThat(restored.failures().failed(1, 20_000, 15_000)).as("too early").isEqualTo(2);
    assertThat(restored.failures().failed(1, 31_000, 15_000)).isEqualTo(3);
    assertThat(restored.failures().failed(0, 31_000, 15_000)).isEqualTo(1);
  }

  @Test
  void otherMetricsBeginAnew() {
    History history = new History();
    history.failures().follow(List.of(CPU, MEMORY));
    history.failures().failed(0, 1_000, 15_000);
    history.failures().follow(List.of(MEMORY, CPU));
    assertThat(history.failures().failed(0, 2_000, 15_000)).isEqualTo(1);
    history.failures().follow(List.of(CPU));
    assertThat(history.failures().snapshot()).isEmpty();
  }

  @Test
  void theReasonOfAChangeNamesTheFallback() {
    TestingTarget target = target(Fallback.Behavior.Static, 1, 6, 4, CPU);
    assertThat(target.later(15).decide(missing()).rescaleReason())
        .isEqualTo("Fallback replicas of cpu resource utilization (percentage of request)");
  }

  @Test
  void refusesNothingness() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fallback(0, 1, Fallback.Behavior.Static));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Fallback(1, 0, Fallback.Behavior.Static));
  }
}
