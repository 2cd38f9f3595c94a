package dev.flyball.controller.it;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.recorded.RecordedScenario;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Imported policies in DryRun beside HPAs of a minicluster that decide what the real one was
 * recorded deciding: all that the controller knows it reads over HTTP. {@code HpaAgreementTest}
 * does the same without a cluster, and with the recorded times to the millisecond.
 */
class HpaReplayTest {
  private static final int LANES = 2;

  /** What is replayed, and why not all of it. */
  private record Plan(List<RecordedScenario> scenarios, int unshown, List<String> finer) {
    static Plan make() {
      List<RecordedScenario> whole = new ArrayList<>();
      List<String> finer = new ArrayList<>();
      int unshown = 0;
      for (RecordedScenario scenario : RecordedScenario.all()) {
        RecordedScenario told = scenario.inWholeUnits();
        if (!scenario.canBeShown()) {
          unshown++;
        } else if (told.stepsDecidedAsRecorded() < told.steps()) {
          finer.add(scenario.id() + " from step " + told.stepsDecidedAsRecorded());
        } else {
          whole.add(told);
        }
      }
      return new Plan(whole, unshown, finer);
    }

    /** Those of the same settings go through one controller. */
    Queue<List<RecordedScenario>> groups() {
      return new ConcurrentLinkedQueue<>(
          scenarios.stream()
              .collect(groupingBy(RecordedScenario::settings, LinkedHashMap::new, toList()))
              .values());
    }
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void importedPoliciesAgreeWithEveryDecisionThatWasRecorded() throws Exception {
    Plan plan = Plan.make();
    assertThat(plan.scenarios()).hasSizeGreaterThan(40);
    Queue<List<RecordedScenario>> groups = plan.groups();
    List<ReplayLane.Replayed> replayed = new ArrayList<>();
    try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
      List<Future<List<ReplayLane.Replayed>>> results = new ArrayList<>();
      for (int i = 0; i < LANES; i++) {
        Callable<List<ReplayLane.Replayed>> lane = () -> ReplayLane.replay(groups);
        results.add(lanes.submit(lane));
      }
      for (Future<List<ReplayLane.Replayed>> result : results) {
        replayed.addAll(result.get());
      }
    }
    long steps = replayed.stream().mapToLong(ReplayLane.Replayed::steps).sum();
    long changes = replayed.stream().mapToLong(ReplayLane.Replayed::decisions).sum();
    long agreed = replayed.stream().mapToLong(ReplayLane.Replayed::agreed).sum();
    System.out.printf(
        "agreement: %d scenarios, %d steps, %d status changes, %d %%%n",
        replayed.size(), steps, changes, agreed * 100 / changes);
    System.out.printf(
        "left out: %d scenarios with a value of its own for each of two metrics of one thing; %d"
            + " that turn on fractions of seconds, which an API server does not tell %s%n",
        plan.unshown(), plan.finer().size(), plan.finer());
    assertThat(replayed).hasSameSizeAs(plan.scenarios());
    assertThat(replayed).flatExtracting(ReplayLane.Replayed::differences).isEmpty();
    assertThat(agreed).isEqualTo(changes).isGreaterThan(1_000);
  }
}
