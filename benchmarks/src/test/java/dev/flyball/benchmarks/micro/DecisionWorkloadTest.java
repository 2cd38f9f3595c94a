package dev.flyball.benchmarks.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A benchmark of the wrong workload measures nothing: each kind decides what its name says. */
class DecisionWorkloadTest {
  private static final int STEPS = 640;

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void steadyNeverMoves(int pods) {
    assertThat(directions(pods, MetricsKind.STEADY)).containsExactly(0);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void scalingMovesBothWays(int pods) {
    assertThat(directions(pods, MetricsKind.SCALING)).containsExactly(-1, 0, 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 1000})
  void podsWithoutUsableSamplesHoldARiseBack(int pods) {
    assertThat(directions(pods, MetricsKind.TROUBLED)).containsExactly(0);
  }

  private static Set<Integer> directions(int pods, MetricsKind kind) {
    DecisionWorkload workload = new DecisionWorkload(pods, kind);
    workload.fillWindow();
    Set<Integer> directions = new TreeSet<>();
    for (int i = 0; i < STEPS; i++) {
      directions.add(Integer.compare(workload.decide(), pods));
    }
    return directions;
  }
}
