package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.controller.cluster.TestingApiClient;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.vectors.VectorComparison;
import dev.flyball.core.vectors.VectorFile;
import dev.flyball.core.vectors.VectorReplay;
import dev.flyball.core.vectors.VectorScenario;
import dev.flyball.core.vectors.VectorScenario.Step;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * Decides what the HPA was recorded deciding, through a controller that ends and starts again in
 * between and keeps its memory where it always does.
 */
class RestartTest {
  private static final PolicyId ID = new PolicyId("shop", "web", "front");
  private static final List<VectorScenario> SCENARIOS = scenarios();

  private static List<VectorScenario> scenarios() {
    List<VectorScenario> scenarios = new ArrayList<>();
    try {
      VectorFile.forEach(scenarios::add);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return scenarios;
  }

  /** A controller as far as memory goes, and the cluster that outlasts it. */
  private static final class Life {
    private final TestingApiClient api = new TestingApiClient();
    private final VectorScenario scenario;
    private final VectorReplay replay;
    private final List<String> ignored = new ArrayList<>();
    private long now;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private Statuses statuses;
    private PolicyState state;

    Life(VectorScenario scenario) {
      this.scenario = scenario;
      this.replay = new VectorReplay(scenario);
      begin();
    }

    private void begin() {
      statuses =
          new Statuses(
              new ConfigMapStatusStore(api, clock, ZoneOffset.UTC),
              new Authority(Leadership.ALWAYS),
              clock,
              restored -> {},
              (policy, why) -> ignored.add(why));
      state = new PolicyState(ID);
      state.use(scenario.policy());
      statuses.configMap(ID.namespace(), ID.configMap(), "uid");
      statuses.restore(state);
      replay.restart(state.history);
    }

    /** Ends in order, and starts again at this moment. */
    void restart(Step step) {
      assertThat(statuses.flush(now).succeeded()).isTrue();
      now = step.at();
      begin();
    }

    /** Is killed, and starts again at this moment. */
    void kill(Step step) {
      now = step.at();
      begin();
    }

    Map<String, JsonNode> decide(Step step) {
      now = step.at();
      Map<String, JsonNode> fields = replay.step(step);
      statuses.changed(state);
      statuses.tick();
      statuses.write(now);
      return fields;
    }

    Decision decision() {
      return state.history.decision();
    }
  }

  private static VectorComparison replay(BooleanSupplier restart) {
    VectorComparison comparison = new VectorComparison();
    for (VectorScenario scenario : SCENARIOS) {
      comparison.begin();
      Life life = new Life(scenario);
      int number = 0;
      for (Step step : scenario.steps()) {
        if (number > 0 && restart.getAsBoolean()) {
          life.restart(step);
        }
        comparison.compare(scenario, number++, life.decide(step), step.expect());
      }
      assertThat(life.ignored).isEmpty();
    }
    return comparison;
  }

  @Test
  void restartedBeforeEveryStepItDecidesAsIfItHadNeverEnded() {
    VectorComparison comparison = replay(() -> true);
    System.out.println("restarted before every step: " + comparison);
    assertThat(comparison.scenarios()).isEqualTo(SCENARIOS.size()).isPositive();
    assertThat(comparison.differences()).isZero();
  }

  @Property(tries = 2)
  void restartedAtRandomStepsItDecidesAsIfItHadNeverEnded(@ForAll java.util.Random random) {
    assertThat(replay(() -> random.nextInt(4) == 0).differences()).isZero();
  }

  /**
   * What a killed controller has not kept is at most that its last recommendation still held. So it
   * may wait longer than one that lived, and never goes further.
   */
  @Property(tries = 3)
  void killedAtRandomStepsItNeverGoesFurtherThanIfItHadLived(@ForAll java.util.Random random) {
    int same = 0;
    int later = 0;
    for (VectorScenario scenario : SCENARIOS) {
      Life lives = new Life(scenario);
      Life dies = new Life(scenario);
      List<Step> steps = scenario.steps();
      int killed = 1 + random.nextInt(steps.size() - 1);
      boolean differs = false;
      for (int i = 0; i < steps.size() && !differs; i++) {
        if (i == killed) {
          dies.kill(steps.get(i));
        }
        lives.decide(steps.get(i));
        dies.decide(steps.get(i));
        differs = lives.decision().desiredReplicas() != dies.decision().desiredReplicas();
        assertThat(between(lives.decision(), dies.decision().desiredReplicas()))
            .as("%s, step %d of one killed before step %d", scenario.id(), i, killed)
            .isTrue();
      }
      same += differs ? 0 : 1;
      later += differs ? 1 : 0;
    }
    assertThat(same).as("%d of %d waited longer", later, same + later).isGreaterThan(later);
  }

  /** Whether replicas are on the way from the present ones to the decided ones, both included. */
  private static boolean between(Decision decision, int replicas) {
    int from = decision.currentReplicas();
    int to = decision.desiredReplicas();
    return Math.min(from, to) <= replicas && replicas <= Math.max(from, to);
  }
}
