package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    it.close();
  }

  private TestingReplica replica(String name) throws IOException {
    return TestingReplica.start(name, it.cluster.kubeconfig(), folder);
  }

  /** Waits until a replica leads and scales, and gives how long that took in milliseconds. */
  private long untilScaledBy(TestingReplica replica) {
    long before = log.scales(replica.name);
    long began = System.nanoTime();
    it.eventually(replica.name + " scales", () -> log.scales(replica.name) > before);
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  private long untilHeldBy(TestingReplica replica) {
    long began = System.nanoTime();
    it.eventually(replica.name + " leads", () -> log.holder().equals(replica.name));
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
  }

  @Test
  void oneLeadsAndTheOthersWaitForItsEnd() throws IOException {
    try (TestingReplica first = replica("first")) {
      untilScaledBy(first);
      try (TestingReplica second = replica("second")) {
        it.eventually(
            "the second watches", () -> it.cluster.requests().requests("watch", "pods") > 1);

        first.freeze();
        long frozen = untilHeldBy(second);
        assertThat(frozen).isLessThan(15_000);
        untilScaledBy(second);
        first.thaw();
        // Long enough for all that it had in hand, and then some.
        untilScaledBy(second);
        untilScaledBy(second);

        second.kill();
        long killed = untilHeldBy(first);
        assertThat(killed).isLessThan(15_000);
        untilScaledBy(first);

        try (TestingReplica third = replica("third")) {
          it.eventually(
              "the third watches", () -> it.cluster.requests().requests("watch", "pods") > 2);
          long began = System.nanoTime();
          first.terminate();
          untilHeldBy(third);
          long stopped = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
          assertThat(first.exitCode()).isZero();
          assertThat(stopped).isLessThan(2_000);
          untilScaledBy(third);
          System.out.printf(
              "replaced after: frozen %d ms, killed %d ms, stopped %d ms; %d writes%n",
              frozen, killed, stopped, log.writes().size());
        }
      }
    }
    List<WriteLog.Write> byOthers = log.writes().stream().filter(w -> !w.byTheHolder()).toList();
    assertThat(byOthers).isEmpty();
  }
}
