package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.Fallback;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.ScaleToZero;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.SelectPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Down to zero and back, on a queue of which each replica takes 10. It is 12:00:00. */
class ScaleToZeroTest {
  private static final MetricSpec QUEUE =
      new MetricSpec.External(
          MetricIdentifier.of("queue_depth"), new MetricTarget.AverageValue(10_000));
  private static final PolicyOptions AS_KEDA =
      PolicyOptions.builder().scaleToZero(new ScaleToZero(Duration.ofMinutes(1), 5_000)).build();

  private static Behavior atOnce(ScalingPolicy up) {
    return new Behavior(
        TestingTarget.rules(SelectPolicy.Max, up),
        TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)));
  }

  private static TestingTarget target(PolicyOptions options, int current, MetricSpec... metrics) {
    return new TestingTarget(
        policy(0, 9, atOnce(TestingTarget.pods(100, 60)), options, metrics), current);
  }

  private static Reading queue(long length) {
    return Reading.Values.of(length * 1000);
  }

  private static @Nullable Reason zero(TestingTarget target) {
    return target.history().conditions().reason(ConditionType.ScaledToZero);
  }

  @Test
  void asTheHpaByTheMetricsAlone() {
    TestingTarget target = target(PolicyOptions.DEFAULT, 2, QUEUE);
    target.later(15).decide(queue(0));
    assertThat(target.replicas()).isZero();
    assertThat(zero(target)).isEqualTo(Reason.ScaledToZero);
    target.later(15).decide(queue(0));
    assertThat(target.replicas()).isZero();
    assertThat(target.history().decision().outcome()).isEqualTo(Outcome.Computed);
    target.later(15).decide(queue(25));
    assertThat(target.replicas()).isEqualTo(3);
    assertThat(zero(target)).isEqualTo(Reason.NotScaledToZero);
  }

  @Test
  void aPersonsZeroIsLeftAlone() {
    TestingTarget target = target(PolicyOptions.DEFAULT, 2, QUEUE);
    target.later(15).decide(queue(20));
    target.set(0).later(15).decide(queue(50));
    assertThat(target.replicas()).isZero();
    assertThat(target.history().conditions().reason(ConditionType.ScalingActive))
        .isEqualTo(Reason.ScalingDisabled);
    assertThat(zero(target)).as("it never was").isNull();
  }

  @Test
  void aPersonsZeroAfterOneOfThePolicy() {
    TestingTarget target = target(PolicyOptions.DEFAULT, 2, QUEUE);
    target.later(15).decide(queue(0));
    target.set(1).later(15).decide(queue(10));
    assertThat(zero(target)).isEqualTo(Reason.NotScaledToZero);
    target.set(0).later(15).decide(queue(50));
    assertThat(target.replicas()).isZero();
    assertThat(target.history().decision().outcome()).isEqualTo(Outcome.Disabled);
  }

  @Test
  void sleepSurvivesARestart() {
    TestingTarget target = target(AS_KEDA, 1, QUEUE);
    for (int i = 0; i < 6; i++) {
      target.later(15).decide(queue(0));
    }
    assertThat(target.replicas()).isZero();
    History restored = History.restore(target.history().snapshot());
    assertThat(Zero.mayWake(policy(0, 9, null, AS_KEDA, QUEUE), restored.conditions())).isTrue();
    assertThat(restored.lastActiveMillis()).isEqualTo(target.history().lastActiveMillis());
  }

  @Test
  void raisingTheLowerBoundWakes() {
    History history = new History();
    history.conditions().set(ConditionType.ScaledToZero, true, Reason.ScaledToZero, 1);
    Policy raised = policy(2, 9, null, PolicyOptions.DEFAULT, CPU);
    assertThat(Zero.mayWake(raised, history.conditions())).isTrue();
    Policy podsOnly = policy(0, 9, null, PolicyOptions.DEFAULT, CPU);
    assertThat(Zero.mayWake(podsOnly, history.conditions())).isFalse();
  }

  @Test
  void theLastReplicaStaysForTheCooldown() {
    TestingTarget target = target(AS_KEDA, 1, QUEUE);
    target.decide(queue(8));
    assertThat(target.later(15).sentence(queue(0)))
        .isEqualTo(
            "queue_depth at 0 of 10 per pod asks for 0;"
                + " the last replica stays until 12:01:00 at least; stays at 1.");
    target.later(44).decide(queue(5));
    assertThat(target.replicas()).isEqualTo(1);
    assertThat(target.later(1).sentence(queue(5)))
        .isEqualTo(
            "queue_depth at 5 of 10 per pod asks for 1; nothing has been above the activation"
                + " since 12:00:00; goes from 1 to 0.");
    assertThat(zero(target)).isEqualTo(Reason.ScaledToZero);
  }

  @Test
  void wakesAboveTheActivation() {
    TestingTarget target = asleep(AS_KEDA, QUEUE);
    assertThat(target.later(15).sentence(queue(5)))
        .isEqualTo(
            "queue_depth at 5 in all, for 10 per pod asks for 1;"
                + " nothing is above the activation, so it sleeps on; stays at 0.");
    Decision decision = target.later(15).decide(queue(6));
    assertThat(target.replicas()).isEqualTo(1);
    assertThat(decision.rescaleReason())
        .isEqualTo("external metric queue_depth(nil) above activation");
  }

  @Test
  void wakingDoesNotWaitForTheWindow() {
    Behavior slow = TestingTarget.articleBehavior();
    TestingTarget target = new TestingTarget(policy(0, 9, slow, AS_KEDA, QUEUE), 1);
    for (int i = 0; i < 30; i++) {
      target.later(15).decide(queue(0));
    }
    assertThat(target.replicas()).isZero();
    assertThat(target.later(15).sentence(queue(40)))
        .as("50 % of nothing is one replica here")
        .isEqualTo(
            "queue_depth at 40 in all, for 10 per pod asks for 4; it is woken;"
                + " scaling up by at most 50 % in 60 s allows 1; goes from 0 to 1.");
  }

  @Test
  void metricsOfPodsAreNotAskedAndDoNotKeepTheLastOne() {
    TestingTarget target = asleep(AS_KEDA, CPU, QUEUE);
    assertThat(target.later(15).sentence(missing(), queue(12)))
        .isEqualTo(
            "cpu is not asked without pods; queue_depth at 12 in all, for 10 per pod asks for 2;"
                + " it is woken; goes from 0 to 2.");
    assertThat(target.history().decision().failedMetrics()).isZero();
  }

  @Test
  void aBusyPodKeepsTheTargetAwake() {
    TestingTarget target = target(AS_KEDA, 2, CPU, QUEUE);
    for (int i = 0; i < 10; i++) {
      target.later(15).decide(target.each(650), queue(0));
    }
    assertThat(target.replicas()).isEqualTo(2);
  }

  @Test
  void aFailingMetricNeitherPutsToSleepNorWakes() {
    TestingTarget target = target(AS_KEDA, 1, CPU, QUEUE);
    for (int i = 0; i < 10; i++) {
      target.later(15).decide(target.each(10), missing());
    }
    assertThat(target.replicas()).isEqualTo(1);
    for (int i = 0; i < 10; i++) {
      target.later(15).decide(missing(), queue(0));
    }
    assertThat(target.replicas()).as("cpu might ask for more").isEqualTo(1);
    TestingTarget asleep = asleep(AS_KEDA, QUEUE);
    asleep.later(15).decide(missing());
    assertThat(asleep.replicas()).isZero();
  }

  @Test
  void aFallbackWakes() {
    PolicyOptions options =
        PolicyOptions.builder()
            .scaleToZero(new ScaleToZero(Duration.ofMinutes(1), 0))
            .fallback(new Fallback(2, 3, Fallback.Behavior.Static))
            .build();
    TestingTarget target = asleep(options, QUEUE);
    target.later(15).decide(missing());
    assertThat(target.replicas()).isZero();
    target.later(15).decide(missing());
    assertThat(target.replicas()).isEqualTo(3);
  }

  private static TestingTarget asleep(PolicyOptions options, MetricSpec... metrics) {
    TestingTarget target = target(options, 1, metrics);
    Reading[] idle = new Reading[metrics.length];
    for (int i = 0; target.replicas() > 0; i++) {
      assertThat(i).as("evaluations until it sleeps").isLessThan(10);
      for (int j = 0; j < metrics.length; j++) {
        idle[j] = metrics[j] instanceof MetricSpec.External ? queue(0) : target.each(10);
      }
      target.later(15).decide(idle);
    }
    return target;
  }

  @Test
  void refusesNegativeNumbers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScaleToZero(Duration.ofSeconds(-1), 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new ScaleToZero(Duration.ZERO, -1));
  }
}
