package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.shard.Shards;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replicas in processes of their own that share twelve namespaces, under loads that never rest. */
class ShardingTest {
  private static final Shards SHARDS = new Shards(12);
  private static final List<String> NAMESPACES =
      IntStream.range(0, 12).mapToObj(i -> "shop-" + i).toList();
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
      maxReplicas: 4
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
                .metricsResolution(Duration.ofMillis(500)));
    it.settings(SETTINGS);
    for (String namespace : NAMESPACES) {
      it.cluster.namespace(namespace);
      it.deployment(namespace, "web", 2);
      it.policy(namespace, "web", POLICY);
    }
    log = new WriteLog(it.cluster, namespace -> Shards.lease(SHARDS.of(namespace)));
    AtomicInteger wave = new AtomicInteger();
    var _ =
        waves.scheduleAtFixedRate(
            () -> load(wave.incrementAndGet() % 2 == 0 ? 60 : 170), 0, 2500, TimeUnit.MILLISECONDS);
  }

  private void load(double totalCpuMilli) {
    for (String namespace : NAMESPACES) {
      it.cluster.load(namespace, "web", LoadModel.shared(totalCpuMilli, 1 << 20, 0));
    }
  }

  @AfterEach
  void close() {
    waves.shutdownNow();
    replicas.forEach(TestingReplica::close);
    it.close();
  }

  private TestingReplica start(String name) throws IOException {
    TestingReplica replica =
        TestingReplica.start(
            name, it.cluster.kubeconfig(), folder, "--shards", "" + SHARDS.count());
    replicas.add(replica);
    return replica;
  }

  private long held(TestingReplica replica) {
    return IntStream.range(0, SHARDS.count())
        .filter(shard -> log.holder(Shards.lease(shard)).equals(replica.name))
        .count();
  }

  /** Waits until these hold all shards, as many each, and notes how long that took. */
  private void share(String after, TestingReplica... sharing) {
    long each = SHARDS.count() / sharing.length;
    long began = System.nanoTime();
    it.eventually(
        "all shards are shared after " + after,
        () -> List.of(sharing).stream().allMatch(replica -> held(replica) == each));
    took.put(after, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
  }

  private void untilAllScale(TestingReplica... sharing) {
    for (TestingReplica replica : sharing) {
      long before = log.scales(replica.name);
      it.eventually(replica.name + " scales", () -> log.scales(replica.name) > before + 2);
    }
  }

  @Test
  void eachNamespaceHasOneWriterWhoeverComesAndGoes() throws IOException {
    TestingReplica one = start("one");
    TestingReplica two = start("two");
    TestingReplica three = start("three");
    share("starting", one, two, three);
    untilAllScale(one, two, three);
    assertThat(log.holder()).isEqualTo("shards-of-12");

    one.kill();
    share("killing", two, three);
    untilAllScale(two, three);

    TestingReplica four = start("four");
    share("coming", two, three, four);
    untilAllScale(two, three, four);

    two.freeze();
    share("freezing", three, four);
    untilAllScale(three, four);
    two.thaw();
    share("thawing", two, three, four);
    untilAllScale(two, three, four);

    three.terminate();
    share("stopping", two, four);
    untilAllScale(two, four);
    System.out.printf("shared after ms: %s; %d writes%n", took, log.writes().size());

    assertThat(three.exitCode()).isZero();
    assertThat(took.get("killing")).isLessThan(15_000);
    assertThat(took.get("freezing")).isLessThan(15_000);
    assertThat(took.get("stopping")).isLessThan(2_000);
    log.nobodyElseHasWritten();
  }
}
