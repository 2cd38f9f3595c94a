package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ConditionsTest {
  private final Conditions conditions = new Conditions();

  @Test
  void aConditionThatWasNeverSetIsNotThere() {
    assertThat(conditions.get(ConditionType.AbleToScale)).isNull();
    assertThat(conditions.reason(ConditionType.AbleToScale)).isNull();
    assertThat(conditions.snapshot()).isEmpty();
  }

  @Test
  void theTransitionTimeMovesWithTheStatusAlone() {
    conditions.set(ConditionType.ScalingLimited, false, Reason.DesiredWithinRange, 100);
    conditions.set(ConditionType.ScalingLimited, true, Reason.ScaleUpLimit, 200);
    conditions.set(ConditionType.ScalingLimited, true, Reason.TooManyReplicas, 300);
    assertThat(conditions.get(ConditionType.ScalingLimited))
        .isEqualTo(
            new Condition(
                ConditionType.ScalingLimited,
                true,
                Reason.TooManyReplicas,
                "the desired replica count is more than the maximum replica count",
                200));
  }

  @Test
  void theFirstTransitionIsTheFirstSetting() {
    conditions.set(ConditionType.ScalingLimited, false, Reason.DesiredWithinRange, 100);
    assertThat(conditions.snapshot())
        .extracting(Condition::lastTransitionMillis)
        .containsExactly(100L);
  }

  @Test
  void messagesTellOfTheirSubject() {
    conditions.setValidMetric(TestingTarget.RPS, 100);
    conditions.setRescaled(4, 100);
    conditions.set(ConditionType.PolicyValid, false, Reason.InvalidPolicy, "line 3: no", 100);
    assertThat(conditions.snapshot())
        .extracting(Condition::message)
        .containsExactly(
            "the HPA controller was able to update the target scale to 4",
            "the HPA was able to successfully calculate a replica count from"
                + " pods metric http_requests_per_second",
            "line 3: no");
  }

  @Test
  void nothingOfAnEarlierMessageIsLeft() {
    conditions.setValidMetric(TestingTarget.RPS, 100);
    conditions.set(ConditionType.ScalingActive, false, Reason.FailedGetPodsMetric, "down", 200);
    conditions.set(ConditionType.ScalingActive, false, Reason.ScalingDisabled, 300);
    Condition condition = conditions.get(ConditionType.ScalingActive);
    assertThat(condition).isNotNull();
    assertThat(condition.message()).isEqualTo(Reason.ScalingDisabled.message());
    assertThat(condition.lastTransitionMillis()).isEqualTo(200);
  }

  @Test
  void aRestoredConditionReadsTheSameAndGoesOnFromItsTime() {
    conditions.setRescaled(4, 100);
    conditions.set(ConditionType.ScalingLimited, true, Reason.ScaleUpLimit, 150);
    Conditions restored = new Conditions();
    restored.restore(conditions.snapshot());
    assertThat(restored.snapshot()).isEqualTo(conditions.snapshot());
    restored.set(ConditionType.ScalingLimited, true, Reason.TooManyReplicas, 900);
    assertThat(restored.snapshot())
        .extracting(Condition::lastTransitionMillis)
        .containsExactly(100L, 150L);
  }
}
