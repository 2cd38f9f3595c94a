package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.NOON;
import static dev.flyball.core.decide.TestingTarget.article;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.percent;
import static dev.flyball.core.decide.TestingTarget.pods;
import static dev.flyball.core.decide.TestingTarget.policy;
import static dev.flyball.core.decide.TestingTarget.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.PodCounts;
import dev.flyball.core.decide.Explanation.RateStep;
import dev.flyball.core.decide.Explanation.RateUse;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.SelectPolicy;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** The explanation as data. */
class ExplanationFieldsTest {
  @Test
  void holdsEachMetricsReadingAndWish() {
    TestingTarget target = new TestingTarget(article(), 2);
    Explanation e =
        target.decide(target.each(850), target.each(610), target.each(50_500)).explanation();
    assertThat(e.atMillis()).isEqualTo(NOON);
    assertThat(e.outcome()).isEqualTo(Outcome.Computed);
    assertThat(e.metrics()).extracting(MetricStep::replicas).containsExactly(3, 2, 2);
    assertThat(e.metrics()).extracting(MetricStep::spec).isEqualTo(article().metrics());
    assertThat(e.metrics().get(0).status().averageUtilization()).hasValue(85);
    assertThat(e.metrics().get(0).status().averageValueMilli()).hasValue(850);
    assertThat(e.metrics().get(0).ratio()).isEqualTo(85.0 / 70);
    assertThat(e.metrics().get(0).pods()).isEqualTo(new PodCounts(2, 0, 0, 0));
    assertThat(e.metrics().get(2).status().averageValueMilli()).hasValue(50_500);
    assertThat(e.metrics().get(2).status().averageUtilization()).isEmpty();
    assertThat(e.winner()).isZero();
    assertThat(e.recommendation()).isEqualTo(3);
    assertThat(e.minReplicas()).isEqualTo(2);
    assertThat(e.maxReplicas()).isEqualTo(6);
  }

  @Test
  void holdsTheWindowAndUntilWhen() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 4);
    target.decide(target.each(700));
    Explanation e = target.later(60).decide(target.each(350)).explanation();
    assertThat(e.stabilization())
        .contains(new StabilizationStep(Reason.ScaleDownStabilized, 300, 4, NOON, NOON + 300_000));
    assertThat(e.rate()).as("no movement is left to limit").isEmpty();
    assertThat(e.limit()).isEmpty();
  }

  @Test
  void holdsTheRatePoliciesWithWhatWasSpent() {
    Behavior behavior =
        new Behavior(
            rules(SelectPolicy.Min, percent(50, 60), pods(2, 30)),
            rules(SelectPolicy.Max, pods(1, 60)));
    TestingTarget target = new TestingTarget(policy(2, 50, behavior, CPU), 10);
    target.decide(target.each(1400));
    Explanation e = target.later(40).decide(target.each(1400)).explanation();
    assertThat(e.currentReplicas()).isEqualTo(12);
    assertThat(e.desiredReplicas()).isEqualTo(14);
    assertThat(e.rate())
        .contains(
            new RateStep(
                true,
                SelectPolicy.Min,
                List.of(
                    new RateUse(percent(50, 60), 2, 0, 15, OptionalLong.of(NOON + 60_000)),
                    new RateUse(pods(2, 30), 0, 0, 14, OptionalLong.empty())),
                1));
    assertThat(e.limit()).contains(new LimitStep(Reason.ScaleUpLimit, 14));
  }

  @Test
  void holdsTheBound() {
    TestingTarget target = new TestingTarget(article(), 9);
    Explanation e = target.decide(missing(), missing(), missing()).explanation();
    assertThat(e.outcome()).isEqualTo(Outcome.AboveMaximum);
    assertThat(e.metrics()).isEmpty();
    assertThat(e.winner()).isEqualTo(-1);
    assertThat(e.limit()).contains(new LimitStep(Reason.TooManyReplicas, 6));
  }

  @Test
  void holdsFailures() {
    TestingTarget target = new TestingTarget(article(), 4);
    Explanation e = target.decide(target.each(350), target.each(600), missing()).explanation();
    assertThat(e.outcome()).isEqualTo(Outcome.Failed);
    assertThat(e.metrics().get(2).failure())
        .contains("unable to get metric http_requests_per_second: no answer from the source");
    assertThat(e.metrics().get(2).status().valid()).isFalse();
    assertThat(e.desiredReplicas()).isEqualTo(4);
    assertThat(e.stabilization()).isEmpty();
  }

  @Test
  void outlivesTheDecisionItWasTakenFrom() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 4);
    Explanation before = target.decide(target.each(700)).explanation();
    String sentence = before.sentence(java.time.ZoneOffset.UTC);
    target.later(60).decide(target.each(350));
    assertThat(before.sentence(java.time.ZoneOffset.UTC)).isEqualTo(sentence);
  }
}
