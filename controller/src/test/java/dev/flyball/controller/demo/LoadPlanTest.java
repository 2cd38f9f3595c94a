package dev.flyball.controller.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoadPlanTest {
  @ParameterizedTest
  @ValueSource(doubles = {1, 4, 10, 15})
  void callsForUpAndDownAtEverySpeed(double speed) {
    Manifests manifests = new Manifests(speed);
    LoadPlan plan = LoadPlan.of(manifests.readPolicy());
    List<ReplicaChange> changes =
        Forecast.of(manifests.readPolicy(), plan, manifests.readSettings());
    assertThat(ReplicaChange.path(2, changes)).isEqualTo("2 -> 3 -> 4 -> 3 -> 2");
    assertThat(changes.getLast().seconds()).isLessThan(plan.cycle());
    assertThat(changes).isSortedAccordingTo((a, b) -> Double.compare(a.seconds(), b.seconds()));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 10})
  void risesSmoothlyFromTheBottomToTheTopAndBack(double speed) {
    LoadPlan plan = LoadPlan.of(new Manifests(speed).readPolicy());
    assertThat(plan.low()).isEqualTo(120);
    assertThat(plan.high()).isEqualTo(380);
    assertThat(plan.at(0)).isEqualTo(plan.low());
    assertThat(plan.at(plan.calm() + plan.rise() + plan.top() / 2)).isEqualTo(plan.high());
    assertThat(plan.at(plan.cycle() - 1e-6)).isEqualTo(plan.low());
    double step = plan.rise() / 1000;
    for (double t = 0; t < plan.cycle(); t += step) {
      assertThat(Math.abs(plan.at(t + step) - plan.at(t))).isLessThan(1);
    }
  }
}
