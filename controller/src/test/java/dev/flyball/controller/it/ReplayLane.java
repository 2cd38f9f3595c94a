package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.it.RecordedCluster.Shown;
import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.AgreementReport.Difference;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.moving.HpaImport;
import dev.flyball.controller.moving.ImportedPolicy;
import dev.flyball.controller.recorded.RecordedClock;
import dev.flyball.controller.recorded.RecordedScenario;
import dev.flyball.core.policy.PolicyOptions.Mode;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.node.ObjectNode;

/**
 * A minicluster in which recorded scenarios are replayed one after another, and a controller for
 * each kind of settings, which goes by a clock that moves from step to step. Used by one thread.
 */
final class ReplayLane {
  private static final String MARK = "mark";

  /** Before each step there is so much time of the recording in which the controller is asked. */
  private static final int QUESTIONS_MILLIS = 4_000;

  /** A snapshot is taken anew after this time. */
  private static final int SNAPSHOT_MILLIS = 250;

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  /**
   * What came of a scenario.
   *
   * @param decisions how often the HPA said something new
   * @param agreed how many of them were what the policy would have done
   */
  record Replayed(
      String scenario, int steps, long decisions, long agreed, List<String> differences) {}

  private final TestingController it;
  private final RecordedClock clock = new RecordedClock();
  private final RecordedCluster recorded;
  private final ObjectNode markPod =
      Json.parseYaml(
          """
          apiVersion: v1
          kind: Pod
          metadata:
            name: mark
            namespace: mark
            annotations: {prometheus.io/scrape: "true", prometheus.io/port: "1"}
          spec: {containers: [{name: mark, image: mark:1}]}
          status: {phase: Running, podIP: 127.0.0.1}
          """);
  private int marks;

  private ReplayLane(TestingController it) {
    this.it = it.withClock(clock);
    this.recorded = new RecordedCluster(it.cluster);
    it.cluster.namespace(MARK);
  }

  /** Replays groups of scenarios, each under settings of its own, until there are no more. */
  static List<Replayed> replay(Queue<List<RecordedScenario>> groups) {
    TestingController it =
        new TestingController(
            Minicluster.builder().apiOnly().virtualTime(Instant.ofEpochMilli(RecordedClock.BEGIN)));
    try {
      ReplayLane lane = new ReplayLane(it);
      List<Replayed> replayed = new ArrayList<>();
      for (List<RecordedScenario> group = groups.poll(); group != null; group = groups.poll()) {
        replayed.addAll(lane.group(group));
      }
      assertThat(it.cluster.requests().requests("patch", "deployments/scale")).isZero();
      return replayed;
    } finally {
      it.cluster.close();
    }
  }

  private List<Replayed> group(List<RecordedScenario> group) {
    it.settings(group.getFirst().settings());
    it.start();
    try {
      return group.stream().map(this::scenario).toList();
    } finally {
      it.stopController();
      group.forEach(recorded::end);
    }
  }

  private Replayed scenario(RecordedScenario scenario) {
    long begin = Math.ceilDiv(clock.millis(), 60_000) * 60_000 + 60_000;
    clock.goTo(begin);
    recorded.begin(scenario, begin);
    importPolicy(scenario.id());
    long decisions = 0;
    for (int i = 0; i < scenario.steps(); i++) {
      Shown now = recorded.show(scenario, i, begin);
      seen(now);
      clock.goTo(now.atMillis());
      decisions += recorded.decide(now) ? 1 : 0;
      long soFar = decisions;
      until(
          "decision " + soFar + " of " + scenario.id(), () -> compared(report(scenario)) == soFar);
    }
    AgreementReport agreement = report(scenario).agreement().orElseThrow();
    return new Replayed(
        scenario.id(),
        scenario.steps(),
        decisions,
        agreement.agreed(),
        agreement.differences().stream().map(d -> text(scenario, d)).toList());
  }

  private static String text(RecordedScenario scenario, Difference d) {
    return scenario.id() + ": " + d;
  }

  private static long compared(PolicyReport report) {
    return report.agreement().map(a -> a.compared() + a.uncertain()).orElse(0L);
  }

  private void importPolicy(String namespace) {
    ImportedPolicy imported =
        new HpaImport(Settings.DEFAULT, Mode.DryRun)
            .all(List.of(recorded.tree(namespace)), "")
            .getFirst();
    assertThat(imported.problems()).isEmpty();
    it.policy(namespace, imported.hpa(), imported.text());
  }

  /**
   * Waits until the controller knows the pods and replicas of a step. The watch of pods is in
   * order, and a pod that is to be scraped is counted: the last change turns one up or away.
   */
  private void seen(Shown now) {
    int mark = ++marks % 2;
    if (mark == 1) {
      it.cluster.objects().create(ResourceCatalog.PODS, MARK, markPod.deepCopy());
    } else {
      it.cluster.objects().delete(ResourceCatalog.PODS, MARK, "mark", ObjectApi.Deletion.NOW);
    }
    clock.goTo(now.atMillis() - QUESTIONS_MILLIS);
    int left = QUESTIONS_MILLIS / SNAPSHOT_MILLIS - 1;
    long pause = 200_000;
    while (it.snapshot().scrapeTargets() != mark) {
      assertThat(--left).as("pods of " + now.scenario().id()).isPositive();
      LockSupport.parkNanos(pause);
      pause *= 2;
      clock.advance(SNAPSHOT_MILLIS);
    }
    until(
        "replicas of " + now.scenario().id(),
        () -> {
          PolicyReport report = report(now.scenario());
          return report.specReplicas() == now.step().path("specReplicas").asInt()
              && report.statusReplicas() == now.step().path("statusReplicas").asInt();
        });
  }

  private PolicyReport report(RecordedScenario scenario) {
    PolicyId id = new PolicyId(scenario.id(), "web", "web");
    return TestingController.await(it.controller().decisions().changes(0)).changed().stream()
        .filter(report -> report.id().equals(id))
        .findFirst()
        .orElseGet(() -> PolicyReport.of(id).build());
  }

  /** Waits for a bounded time; what is waited for takes a few milliseconds. */
  private static void until(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not in time: " + what);
      }
      LockSupport.parkNanos(500_000);
    }
  }
}
