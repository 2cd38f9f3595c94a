package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas in one process: what the one that does not lead does, and how it takes over. */
class StandbyTest {
  private static final LeaseTimes SHORT =
      new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(200));
  private static final String SETTINGS =
      """
      syncPeriod: 1s
      cpuInitializationPeriod: 0s
      initialReadinessDelay: 0s
      """;

  /** Up by one in half an hour, down after ten minutes: what was done must not be forgotten. */
  private static final String POLICY =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 1
      maxReplicas: 8
      metrics:
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      behavior:
        scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1800}]}
        scaleDown: {stabilizationWindowSeconds: 600}
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<FlyballController> open = new ArrayList<>();
  private TestingController it;
  private WriteLog log;
  private FlyballController leader;
  private FlyballController standby;

  @BeforeEach
  void build() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    log = new WriteLog(it.cluster);
    it.settings(SETTINGS);
    it.deployment("web", 2);
    it.policy("web", POLICY);
    it.policy("bad", POLICY.replace("maxReplicas: 8", "maxReplicas: 0"));
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(180, 1 << 20, 0));
    leader = start("leader");
    it.eventually("the first one leads", () -> log.holder().equals("leader"));
    standby = start("standby");
  }

  private FlyballController start(String name) {
    FlyballController replica = it.startReplica(name, SHORT);
    open.add(replica);
    return replica;
  }

  @AfterEach
  void close() {
    http.close();
    try {
      open.forEach(replica -> TestingController.await(replica.close()));
    } finally {
      it.close();
    }
  }

  private String get(FlyballController replica, String path) {
    URI uri = URI.create("http://127.0.0.1:" + replica.webPort() + path);
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private int replicas() {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web");
  }

  private static PolicyReport web(FlyballController replica) {
    return TestingController.await(replica.snapshots().snapshot()).policies().stream()
        .filter(p -> p.id().key().equals("web"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean hasSeen(FlyballController replica, int recommendation) {
    return replica.snapshots().isSynced()
        && web(replica).history().recommendations().stream()
            .map(Sample::replicas)
            .anyMatch(r -> r == recommendation);
  }

  @Test
  void decidesAlongInSilenceAndGoesOnWhereTheLeaderEnded() {
    it.eventually("one step up", () -> replicas() == 3);
    it.eventually("the standby recommends 4 too", () -> hasSeen(standby, 4));
    assertThat(get(standby, "/readyz")).isEqualTo("200 ok");
    assertThat(get(standby, "/metrics")).contains("\nflyball_leader 0.0\n");
    assertThat(get(standby, "/api/v1/replica")).contains("\"leading\":false");
    assertThat(get(leader, "/metrics")).contains("\nflyball_leader 1.0\n");

    open.remove(leader);
    TestingController.await(leader.close());
    it.eventually("the standby leads", () -> log.holder().equals("standby"));
    it.eventually(
        "it has told of the bad policy and kept its status",
        () ->
            writes("standby").contains("create events")
                && writes("standby").contains("patch configmaps"));
    assertThat(get(standby, "/metrics")).contains("\nflyball_leader 1.0\n");
    it.eventually(
        "it has read what the leader kept", () -> !web(standby).history().scaleUps().isEmpty());
    // The step of the leader counts: the next one is not before half an hour is over.
    assertThat(web(standby).history().scaleUps()).extracting(e -> e.change()).containsExactly(1);
    assertThat(web(standby).lastScaleMillis()).isPositive();
    assertThat(replicas()).isEqualTo(3);
    assertThat(log.scales("standby")).isZero();

    // The leader's wish for four holds a fall back, although the load is gone.
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(10, 1 << 20, 0));
    it.eventually("the standby sees the fall", () -> hasSeen(standby, 1));
    assertThat(replicas()).isEqualTo(3);
    assertThat(log.writes()).filteredOn(w -> !w.byTheHolder()).isEmpty();
  }

  private List<String> writes(String replica) {
    return log.writes().stream()
        .filter(w -> w.writer().equals(replica))
        .map(WriteLog.Write::what)
        .toList();
  }
}
