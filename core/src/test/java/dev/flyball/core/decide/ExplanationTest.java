package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.MEMORY;
import static dev.flyball.core.decide.TestingTarget.RPS;
import static dev.flyball.core.decide.TestingTarget.article;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.percent;
import static dev.flyball.core.decide.TestingTarget.pods;
import static dev.flyball.core.decide.TestingTarget.policy;
import static dev.flyball.core.decide.TestingTarget.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.SelectPolicy;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a person reads. Every case begins at 12:00:00 with pods that are all ready. */
class ExplanationTest {
  private static final Behavior FOUR_PODS_A_MINUTE =
      new Behavior(rules(SelectPolicy.Max, pods(4, 60)), rules(SelectPolicy.Max, percent(25, 60)));
  private static final Behavior NO_WAY =
      new Behavior(
          rules(SelectPolicy.Disabled, pods(4, 60)), rules(SelectPolicy.Disabled, pods(4, 60)));

  @Test
  void nothingYet() {
    Decision decision = new Decision();
    decision.begin(article(), 2, 0, AutoscalerSettings.DEFAULT);
    assertThat(decision.explanation().sentence(ZoneOffset.UTC))
        .isEqualTo("Nothing was decided yet.");
  }

  @Test
  void firstDecision() {
    TestingTarget target = new TestingTarget(article(), 2);
    assertThat(target.sentence(target.each(850), target.each(610), target.each(50_000)))
        .isEqualTo(
            "cpu at 85 % of 70 % asks for 3; memory at 61 % of 80 % asks for 2;"
                + " http_requests_per_second at 50 of 100 per pod asks for 1;"
                + " the highest wins: 3;"
                + " the window of 60 s begins with 2, so it waits until 12:01:00; stays at 2.");
  }

  @Test
  void heldUpThenThrough() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 2);
    target.decide(target.each(700));
    target.later(15);
    assertThat(target.sentence(target.each(850)))
        .isEqualTo(
            "cpu at 85 % of 70 % asks for 3;"
                + " the lowest of the last 60 s is 2, so it waits until 12:01:00; stays at 2.");
    target.later(45);
    assertThat(target.sentence(target.each(850)))
        .isEqualTo("cpu at 85 % of 70 % asks for 3; goes from 2 to 3.");
  }

  @Test
  void heldUpInPart() {
    TestingTarget target = new TestingTarget(policy(2, 20, article().behavior(), CPU), 2);
    target.decide(target.each(700));
    target.later(30).decide(target.each(1050));
    target.later(30);
    assertThat(target.sentence(target.each(2100)))
        .isEqualTo(
            "cpu at 210 % of 70 % asks for 6;"
                + " the lowest of the last 60 s is 3, so it takes 3 until 12:01:30;"
                + " goes from 2 to 3.");
  }

  @Test
  void heldDownInTheZoneOfTheReader() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 4);
    target.decide(target.each(700));
    target.later(60);
    assertThat(target.decide(target.each(350)).explanation().sentence(ZoneId.of("Asia/Seoul")))
        .isEqualTo(
            "cpu at 35 % of 70 % asks for 2;"
                + " the highest of the last 300 s is 4, so it waits until 21:05:00; stays at 4.");
  }

  @Test
  void heldAboveWhatAPersonSet() {
    TestingTarget target = new TestingTarget(policy(1, 9, null, CPU), 5);
    target.decide(target.each(700));
    target.set(3).later(15);
    assertThat(target.sentence(target.each(350)))
        .isEqualTo(
            "cpu at 35 % of 70 % asks for 2;"
                + " the highest of the last 300 s is 5, so it takes 5 until 12:05:00;"
                + " goes from 3 to 5.");
  }

  @Test
  void limitedByRateThenSpent() {
    TestingTarget target = new TestingTarget(policy(2, 50, FOUR_PODS_A_MINUTE, CPU), 10);
    assertThat(target.sentence(target.each(1400)))
        .isEqualTo(
            "cpu at 140 % of 70 % asks for 20;"
                + " scaling up by at most 4 pods in 60 s allows 14; goes from 10 to 14.");
    target.later(15);
    assertThat(target.sentence(target.each(1400)))
        .isEqualTo(
            "cpu at 140 % of 70 % asks for 28;"
                + " scaling up by at most 4 pods in 60 s allows 14"
                + " (4 added already, more from 12:01:00); stays at 14.");
  }

  @Test
  void limitedByRateOnTheWayDown() {
    TestingTarget target = new TestingTarget(policy(2, 50, FOUR_PODS_A_MINUTE, CPU), 10);
    assertThat(target.sentence(target.each(70)))
        .isEqualTo(
            "cpu at 7 % of 70 % asks for 1;"
                + " scaling down by at most 25 % in 60 s allows 7; goes from 10 to 7.");
    target.later(15);
    assertThat(target.sentence(target.each(70)))
        .endsWith(
            "scaling down by at most 25 % in 60 s allows 7"
                + " (3 removed already, more from 12:01:00); stays at 7.");
  }

  @Test
  void saysNothingOfMoreToComeWhereReplicasMovedBothWays() {
    TestingTarget target = new TestingTarget(policy(2, 50, FOUR_PODS_A_MINUTE, CPU), 10);
    target.decide(target.each(70));
    target.later(10).decide(target.each(7000));
    target.later(10);
    assertThat(target.sentence(target.each(7000)))
        .endsWith("by at most 4 pods in 60 s allows 14 (7 added already); stays at 14.");
  }

  @Test
  void limitedByBounds() {
    TestingTarget up = new TestingTarget(policy(2, 12, FOUR_PODS_A_MINUTE, CPU), 10);
    assertThat(up.sentence(up.each(1400)))
        .isEqualTo(
            "cpu at 140 % of 70 % asks for 20; maxReplicas allows at most 12;"
                + " goes from 10 to 12.");
    TestingTarget down = new TestingTarget(policy(9, 12, FOUR_PODS_A_MINUTE, CPU), 10);
    assertThat(down.sentence(down.each(70)))
        .isEqualTo(
            "cpu at 7 % of 70 % asks for 1; minReplicas asks for at least 9;"
                + " goes from 10 to 9.");
  }

  @Test
  void limitedWithoutABehavior() {
    TestingTarget target = new TestingTarget(policy(1, 50, null, CPU), 3);
    assertThat(target.sentence(target.each(7000)))
        .isEqualTo(
            "cpu at 700 % of 70 % asks for 30;"
                + " without a behavior it may only double, or go to 4, at once: 6;"
                + " goes from 3 to 6.");
  }

  @Test
  void outsideTheBounds() {
    TestingTarget target = new TestingTarget(article(), 8);
    assertThat(target.sentence(missing(), missing(), missing()))
        .isEqualTo("8 replicas are above maxReplicas 6, so it goes from 8 to 6 at once.");
    target.set(1);
    assertThat(target.sentence(missing(), missing(), missing()))
        .isEqualTo("1 replica is below minReplicas 2, so it goes from 1 to 2 at once.");
  }

  @Test
  void disabledAsAWholeAndByDirection() {
    TestingTarget zero = new TestingTarget(article(), 0);
    assertThat(zero.sentence(zero.each(0), zero.each(0), zero.each(0)))
        .isEqualTo("The target has 0 replicas, so autoscaling is disabled for it.");
    TestingTarget target = new TestingTarget(policy(1, 9, NO_WAY, CPU), 3);
    assertThat(target.sentence(target.each(1400)))
        .isEqualTo("cpu at 140 % of 70 % asks for 6; scaling up is disabled; stays at 3.");
    assertThat(target.sentence(target.each(140)))
        .isEqualTo("cpu at 14 % of 70 % asks for 1; scaling down is disabled; stays at 3.");
  }

  @Test
  void allMetricsAgree() {
    TestingTarget target = new TestingTarget(article(), 3);
    assertThat(target.sentence(target.each(720), target.each(780), target.each(104_250)))
        .isEqualTo(
            "cpu at 72 % of 70 % is close enough to keep 3;"
                + " memory at 78 % of 80 % is close enough to keep 3;"
                + " http_requests_per_second at 104.3 of 100 per pod is close enough to keep 3;"
                + " stays at 3.");
  }

  @Test
  void theLowestWinsWhereAsked() {
    PolicyOptions lowest =
        PolicyOptions.builder().metricSelectPolicy(PolicyOptions.MetricSelectPolicy.Min).build();
    Policy policy =
        new Policy(TestingTarget.REF, 1, 9, List.of(CPU, MEMORY), FOUR_PODS_A_MINUTE, lowest);
    TestingTarget target = new TestingTarget(policy, 3);
    assertThat(target.sentence(target.each(1400), target.each(1000)))
        .isEqualTo(
            "cpu at 140 % of 70 % asks for 6; memory at 100 % of 80 % asks for 4;"
                + " the lowest wins: 4; goes from 3 to 4.");
  }

  @Test
  void podsWithoutASample() {
    TestingTarget target = new TestingTarget(policy(1, 9, null, CPU), 3);
    assertThat(target.sentence(target.eachOf(1, 900)))
        .isEqualTo("cpu at 90 % of 70 % (2 pods without a sample) keeps 3; stays at 3.");
    assertThat(target.sentence(target.eachOf(2, 1400)))
        .isEqualTo("cpu at 140 % of 70 % (1 pod without a sample) asks for 4; goes from 3 to 4.");
  }

  @Test
  void oneMetricFailsAndTheOthersAskForFewer() {
    TestingTarget target = new TestingTarget(article(), 4);
    assertThat(target.sentence(target.each(350), target.each(600), missing()))
        .isEqualTo(
            "cpu at 35 % of 70 % asks for 2; memory at 60 % of 80 % asks for 3;"
                + " http_requests_per_second has no usable reading (unable to get metric"
                + " http_requests_per_second: no answer from the source);"
                + " the highest wins: 3; with a metric missing nothing is scaled down:"
                + " stays at 4.");
  }

  @Test
  void oneMetricFailsAndTheOthersAskForMore() {
    TestingTarget target = new TestingTarget(policy(2, 9, FOUR_PODS_A_MINUTE, CPU, RPS), 2);
    assertThat(target.sentence(target.each(1050), missing()))
        .isEqualTo(
            "cpu at 105 % of 70 % asks for 3; http_requests_per_second has no usable reading"
                + " (unable to get metric http_requests_per_second: no answer from the source);"
                + " goes from 2 to 3.");
  }

  @Test
  void allMetricsFail() {
    TestingTarget target = new TestingTarget(policy(2, 9, null, CPU, MEMORY), 4);
    assertThat(target.sentence(missing(), missing()))
        .isEqualTo(
            "cpu has no usable reading (unable to get metrics for resource cpu: no answer from the"
                + " source); memory has no usable reading (unable to get metrics for resource"
                + " memory: no answer from the source);"
                + " without any metric nothing is changed: stays at 4.");
  }

  @Test
  void amountsInTheUnitsOfTheirMetric() {
    MetricSpec memory =
        new MetricSpec.Resource("memory", new MetricTarget.AverageValue(512_000L << 20));
    MetricSpec queue =
        new MetricSpec.External(
            MetricIdentifier.of("queue_depth"), new MetricTarget.Value(30_000_000));
    TestingTarget target = new TestingTarget(policy(1, 9, FOUR_PODS_A_MINUTE, memory, queue), 2);
    assertThat(target.sentence(target.each(512_000L << 20), Reading.Values.of(45_000_000)))
        .isEqualTo(
            "memory at 512Mi of 512Mi per pod is close enough to keep 2;"
                + " queue_depth at 45k of 30k asks for 3; the highest wins: 3;"
                + " goes from 2 to 3.");
  }
}
