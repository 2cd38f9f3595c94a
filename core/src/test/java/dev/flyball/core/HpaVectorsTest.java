package dev.flyball.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.vectors.VectorComparison;
import dev.flyball.core.vectors.VectorFile;
import dev.flyball.core.vectors.VectorReplay;
import dev.flyball.core.vectors.VectorScenario;
import java.io.IOException;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/**
 * Decides what the HPA controller of Kubernetes 1.36 was recorded deciding, and compares every
 * field of every step. {@code -Dflyball.vectors=FILE} replays another file of the same format.
 */
class HpaVectorsTest {
  private static final long SEED = 136;

  @Test
  void reproducesEveryFieldOfEveryStep() throws IOException {
    VectorComparison comparison = replay(() -> false);
    System.out.println("vectors: " + comparison);
    assertThat(comparison.differences()).isZero();
  }

  @Test
  void reproducesThemWithHistoriesThatAreKeptAndReadBack() throws IOException {
    Random random = new Random(SEED);
    assertThat(replay(random::nextBoolean).differences()).isZero();
    assertThat(replay(() -> true).differences()).isZero();
  }

  private static VectorComparison replay(BooleanSupplier restart) throws IOException {
    VectorComparison comparison = new VectorComparison();
    VectorFile.forEach(scenario -> replay(scenario, restart, comparison));
    assertThat(comparison.scenarios()).isPositive();
    assertThat(comparison.steps()).isPositive();
    return comparison;
  }

  private static void replay(
      VectorScenario scenario, BooleanSupplier restart, VectorComparison comparison) {
    comparison.begin();
    VectorReplay replay = new VectorReplay(scenario);
    int number = 0;
    for (VectorScenario.Step step : scenario.steps()) {
      if (restart.getAsBoolean()) {
        replay.restart();
      }
      comparison.compare(scenario, number++, replay.step(step), step.expect());
    }
  }
}
