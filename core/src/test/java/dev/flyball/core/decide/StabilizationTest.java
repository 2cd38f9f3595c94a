package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import dev.flyball.core.window.RecommendationWindow;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Up-window of 60 s, down-window of 120 s or, where there is none, the controller's 300 s. */
class StabilizationTest {
  private static final long NOW = 10_000_000;
  private static final Behavior WINDOWS = behavior(OptionalInt.of(120));
  private static final Behavior NO_DOWN_WINDOW = behavior(OptionalInt.empty());

  record Past(int secondsAgo, int replicas) {}

  record Given(@Nullable Behavior behavior, int current, int recommendation, List<Past> past) {}

  private static Behavior behavior(OptionalInt down) {
    return new Behavior(rules(OptionalInt.of(60)), rules(down));
  }

  private static ScalingRules rules(OptionalInt window) {
    return new ScalingRules(
        window, SelectPolicy.Max, List.of(TestingTarget.pods(1, 60)), OptionalDouble.empty());
  }

  private static Given given(@Nullable Behavior b, int current, int recommendation, Past... past) {
    return new Given(b, current, recommendation, List.of(past));
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        argumentSet("no past", given(WINDOWS, 3, 5), 5, null),
        argumentSet(
            "up: lowest holds",
            given(WINDOWS, 3, 5, ago(50, 4), ago(20, 9)),
            4,
            Reason.ScaleUpStabilized),
        argumentSet(
            "up: never below the current",
            given(WINDOWS, 3, 5, ago(50, 1)),
            3,
            Reason.ScaleUpStabilized),
        argumentSet("up: exactly a window ago is over", given(WINDOWS, 3, 5, ago(60, 1)), 5, null),
        argumentSet("up: higher ones do not hold", given(WINDOWS, 3, 5, ago(50, 6)), 5, null),
        argumentSet("up: equal ones do not hold", given(WINDOWS, 3, 5, ago(50, 5)), 5, null),
        argumentSet("up: the down-window plays no part", given(WINDOWS, 3, 5, ago(90, 1)), 5, null),
        argumentSet(
            "no change is held from below, in name",
            given(WINDOWS, 3, 3, ago(10, 1)),
            3,
            Reason.ScaleUpStabilized),
        argumentSet(
            "down: highest holds",
            given(WINDOWS, 9, 5, ago(90, 6), ago(20, 7)),
            7,
            Reason.ScaleDownStabilized),
        argumentSet(
            "down: never above the current",
            given(WINDOWS, 9, 5, ago(90, 20)),
            9,
            Reason.ScaleDownStabilized),
        argumentSet(
            "down: exactly a window ago is over", given(WINDOWS, 9, 5, ago(120, 7)), 5, null),
        argumentSet(
            "down: the controller's window",
            given(NO_DOWN_WINDOW, 9, 5, ago(299, 7)),
            7,
            Reason.ScaleDownStabilized),
        argumentSet("down: and its end", given(NO_DOWN_WINDOW, 9, 5, ago(300, 7)), 5, null),
        argumentSet("no behavior: up at once", given(null, 3, 5, ago(10, 1)), 5, null),
        argumentSet(
            "no behavior: down is held",
            given(null, 9, 5, ago(299, 7)),
            7,
            Reason.ScaleDownStabilized),
        argumentSet(
            "no behavior: even above the current",
            given(null, 3, 2, ago(10, 7)),
            7,
            Reason.ScaleDownStabilized));
  }

  private static Past ago(int seconds, int replicas) {
    return new Past(seconds, replicas);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void stabilizes(Given given, int stabilized, @Nullable Reason held) {
    RecommendationWindow window = new RecommendationWindow();
    for (Past past : given.past) {
      window.record(past.replicas, NOW - past.secondsAgo * 1000L, 3_600_000);
    }
    Policy policy = TestingTarget.policy(1, 50, given.behavior, TestingTarget.CPU);
    Decision decision = new Decision();
    decision.begin(policy, given.current, NOW, AutoscalerSettings.DEFAULT);
    decision.recommendation = given.recommendation;
    new Stabilization(AutoscalerSettings.DEFAULT).apply(decision, window);
    assertThat(decision.stabilized).isEqualTo(stabilized);
    assertThat(decision.held).isEqualTo(held);
    assertThat(window.snapshot())
        .as("recorded as it was before")
        .contains(new RecommendationWindow.Sample(NOW, given.recommendation));
  }
}
