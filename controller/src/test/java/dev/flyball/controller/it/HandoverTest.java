package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas in processes of their own, one of which leads, under a load that never rests. */
class HandoverTest {
  private static final String SETTINGS =
      """
      syncPeriod: 1s
      cpuInitializationPeriod: 0s
      initialReadinessDelay: 0s
      downscaleStabilization: 0s
      """;
  private static final String POLICY =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 1
      maxReplicas: 8
      metrics:
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      behavior:
        scaleUp: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
        scaleDown: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
      """;

  @TempDir private Path folder;
  private final ScheduledExecutorService waves = Executors.newSingleThreadScheduledExecutor();
  private TestingController it;
  private WriteLog log;
  private final List<TestingReplica> replicas = new ArrayList<>();
  private final Map<String, Long> took = new LinkedHashMap<>();

  @BeforeEach
  void build() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .podShutdownDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings(SETTINGS);
    it.deployment("web", 2);
    it.policy("web", POLICY);
    log = new WriteLog(it.cluster);
    AtomicInteger wave = new AtomicInteger();
    var _ =
        waves.scheduleAtFixedRate(
            () -> load(wave.incrementAndGet() % 2 == 0 ? 100 : 350),
            0,
            1500,
            TimeUnit.MILLISECONDS);
  }

  private void load(double totalCpuMilli) {
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(totalCpuMilli, 1 << 20, 0));
  }

  @AfterEach
  void close() {
    waves.shutdownNow();
    replicas.forEach(TestingReplica::close);
    it.close();
  }

  /** Waits until another replica leads, gives it, and notes how long that took. */
  private TestingReplica next(TestingReplica before, String after) {
    long began = System.nanoTime();
    it.eventually("another one leads", () -> holder().isPresent() && !holds(before));
    took.put(after, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    return holder().orElseThrow();
  }

  private boolean holds(TestingReplica replica) {
    return log.holder().equals(replica.name);
  }

  private Optional<TestingReplica> holder() {
    return replicas.stream().filter(this::holds).findFirst();
  }

  private void untilItScales(TestingReplica replica) {
    long before = log.scales(replica.name);
    it.eventually(replica.name + " scales", () -> log.scales(replica.name) > before);
  }

  @Test
  void oneLeadsAndTheOthersWaitForItsEnd() throws IOException {
    for (String name : List.of("one", "two", "three")) {
      replicas.add(TestingReplica.start(name, it.cluster.kubeconfig(), folder));
    }
    it.eventually(
        "all watch", () -> it.cluster.requests().requests("watch", "pods") >= replicas.size());
    it.eventually("one leads", () -> holder().isPresent());
    TestingReplica frozen = holder().orElseThrow();
    untilItScales(frozen);

    frozen.freeze();
    TestingReplica killed = next(frozen, "freezing");
    untilItScales(killed);
    frozen.thaw();
    // Long enough for all that it had in hand, and then some.
    untilItScales(killed);
    untilItScales(killed);

    killed.kill();
    TestingReplica stopped = next(killed, "killing");
    untilItScales(stopped);

    stopped.terminate();
    TestingReplica last = next(stopped, "stopping");
    untilItScales(last);
    System.out.printf("replaced after ms: %s; %d writes%n", took, log.writes().size());

    assertThat(stopped.exitCode()).isZero();
    assertThat(took.get("freezing")).isLessThan(15_000);
    assertThat(took.get("killing")).isLessThan(15_000);
    // A quarter of a second where the machine has time for it, and two are promised. But a process
    // that is to end needs its turn first, and on a crowded machine waits for that.
    assertThat(took.get("stopping")).isLessThan(2_000);
    log.nobodyElseHasWritten();
  }
}
