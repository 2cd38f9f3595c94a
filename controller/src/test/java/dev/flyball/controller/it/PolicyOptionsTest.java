package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Reason;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the HPA has no field for, through the whole controller. */
class PolicyOptionsTest {
  private static final String QUICK =
      """
      syncPeriod: 1s
      downscaleStabilization: 1s
      series:
      - name: http_requests_per_second
        scrape: {counter: http_requests_total, interval: 200ms, window: 1s}
      """;

  private TestingController it;
  private int port;

  @BeforeEach
  void build() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .podShutdownDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200))
                .syntheticMetricsPort(port));
    it.settings(QUICK);
  }

  @AfterEach
  void close() {
    it.close();
  }

  private void workload(String name, int replicas, double requestsPerSecond) {
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: shop}
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%3$d"}
            spec: {containers: [{name: main, image: "web:1"}]}
        """
            .formatted(name, replicas, port));
    load(name, requestsPerSecond);
  }

  private void load(String name, double requestsPerSecond) {
    it.cluster.load(NAMESPACE, name, LoadModel.shared(10, 1 << 20, requestsPerSecond));
  }

  private void policy(String target, int min, String metric, String options) {
    it.policy(
        target,
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: %d
        maxReplicas: 8
        metrics:
        - %s
        flyball: %s
        """
            .formatted(target, min, metric, options));
  }

  private static String external(String metric, String workload) {
    return "{type: External, external: {metric: {name: "
        + metric
        + ", selector: {matchLabels: {workload: "
        + workload
        + "}}}, target: {type: AverageValue, averageValue: 100}}}";
  }

  private int replicas(String deployment) {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, deployment);
  }

  private @Nullable Reason reason(String policy, ConditionType type) {
    return it.report(policy).conditions().stream()
        .filter(c -> c.type() == type)
        .map(Condition::reason)
        .findFirst()
        .orElse(null);
  }

  private String lastScale(String policy) {
    return it.report(policy).lastScale().map(this::sentence).orElse("");
  }

  private String sentence(Explanation explanation) {
    return explanation.sentence(ZoneOffset.UTC);
  }

  @Test
  void fallsBackOnReplicasWhileAMetricFails() {
    workload("back", 2, 0);
    policy("back", 1, external("queue_depth", "front"), "{fallback: {failures: 3, replicas: 5}}");
    it.start();
    it.eventually("5 replicas after 3 failures", () -> replicas("back") == 5);
    assertThat(reason("back", ConditionType.Fallback)).isEqualTo(Reason.FallbackExists);
    assertThat(lastScale("back")).contains(" in a row, and falls back on 5");
    workload("front", 1, 180);
    policy(
        "back",
        1,
        external("http_requests_per_second", "front"),
        "{fallback: {failures: 3, replicas: 5}}");
    it.eventually("2 replicas for a metric that works", () -> replicas("back") == 2);
    it.eventually(
        "the condition is gone",
        () -> reason("back", ConditionType.Fallback) == Reason.NoFallbackFound);
  }

  @Test
  void leavesATargetAloneOfWhichTooFewPodsAreReady() {
    workload("front", 1, 200);
    workload("web", 2, 0);
    policy("web", 1, external("http_requests_per_second", "front"), "{minReadyPercent: 60}");
    it.start();
    it.eventually("on target", () -> asksFor("web", 2) && it.report("web").statusReplicas() == 2);
    setReady("web", false);
    it.eventually(
        "too few ready", () -> reason("web", ConditionType.AbleToScale) == Reason.TooFewReadyPods);
    load("front", 600);
    it.eventually("6 replicas are asked for", () -> asksFor("web", 6));
    assertThat(replicas("web")).isEqualTo(2);
    setReady("web", true);
    it.eventually("6 replicas for 600 requests/s", () -> replicas("web") == 6);
  }

  private boolean asksFor(String policy, int replicas) {
    return it.report(policy).explanation().stream()
        .anyMatch(e -> e.recommendation() == replicas && e.winner() >= 0);
  }

  private void setReady(String workload, boolean ready) {
    for (StoredObject pod : it.cluster.pods(NAMESPACE)) {
      if (workload.equals(pod.labels().get("app"))) {
        it.cluster.setReady(NAMESPACE, pod.name(), ready);
      }
    }
  }

  @Test
  void sleepsAndWakesWithTheWorkloadInFront() {
    workload("front", 1, 0);
    workload("back", 2, 0);
    policy(
        "back",
        0,
        external("http_requests_per_second", "front"),
        "{scaleToZero: {cooldown: 1s, activation: 20}}");
    it.start();
    it.eventually("no replicas without requests", () -> replicas("back") == 0);
    it.eventually(
        "it says that it was the policy",
        () -> reason("back", ConditionType.ScaledToZero) == Reason.ScaledToZero);
    it.stopController();
    it.start();
    load("front", 250);
    it.eventually("3 replicas after a restart", () -> replicas("back") == 3);
    it.eventually(
        "it says that it is awake",
        () -> reason("back", ConditionType.ScaledToZero) == Reason.NotScaledToZero);
  }

  /** A CronJob's pods and the like often carry the labels of the application that they serve. */
  @Test
  void leavesOutPodsOfAnotherWorkloadWithTheSameLabels() {
    workload("web", 2, 200);
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: stray, namespace: shop}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: main, image: "web:1"}]}
        """);
    String rps =
        "{type: Pods, pods: {metric: {name: http_requests_per_second},"
            + " target: {type: AverageValue, averageValue: 100}}}";
    policy("web", 1, rps, "{podSelection: Labels}");
    it.start();
    it.eventually("5 pods with a label", () -> podsOf("web") == 5);
    policy("web", 1, rps, "{podSelection: Owner}");
    it.eventually("2 pods of its own", () -> podsOf("web") == 2);
    assertThat(replicas("web")).isEqualTo(2);
    policy("web", 1, rps, "{podSelection: Labels}");
    it.eventually("5 pods again", () -> podsOf("web") == 5);
  }

  private int podsOf(String policy) {
    return it.report(policy).explanation().stream()
        .flatMap(e -> e.metrics().stream())
        .map(Explanation.MetricStep::pods)
        .mapToInt(p -> p.ready() + p.unready() + p.missing())
        .sum();
  }

  @Test
  void leavesAPersonsZeroAlone() {
    workload("front", 1, 300);
    workload("back", 0, 0);
    policy(
        "back", 0, external("http_requests_per_second", "front"), "{scaleToZero: {cooldown: 0s}}");
    it.start();
    it.eventually(
        "disabled", () -> reason("back", ConditionType.ScalingActive) == Reason.ScalingDisabled);
    assertThat(replicas("back")).isZero();
  }
}
