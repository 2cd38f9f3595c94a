package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies on metrics beyond CPU and memory, through the whole controller. */
class MetricSourcesTest {
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

  private void scraped(String name, int replicas, double requestsPerSecond) {
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
    it.cluster.load(NAMESPACE, name, LoadModel.shared(10, 1 << 20, requestsPerSecond));
  }

  private int replicas(String deployment) {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, deployment);
  }

  private void policy(String target, String metric) {
    it.policy(
        target,
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - %s
        """
            .formatted(target, metric));
  }

  private String scalingActive(String policy) {
    return it.report(policy).conditions().stream()
        .filter(c -> c.type() == ConditionType.ScalingActive)
        .map(Condition::message)
        .findFirst()
        .orElse("");
  }

  @Test
  void requestsPerSecondOfThePods() {
    scraped("web", 2, 400);
    policy(
        "web",
        "{type: Pods, pods: {metric: {name: http_requests_per_second},"
            + " target: {type: AverageValue, averageValue: 100}}}");
    it.start();
    it.eventually("4 replicas for 400 requests/s at 100", () -> replicas("web") == 4);
  }

  @Test
  void anotherWorkloadsRequestsAsAnExternalMetric() {
    scraped("front", 2, 300);
    scraped("back", 1, 0);
    policy(
        "back",
        "{type: External, external: {metric: {name: http_requests_per_second,"
            + " selector: {matchLabels: {workload: front}}},"
            + " target: {type: AverageValue, averageValue: 100}}}");
    it.start();
    it.eventually("3 replicas for 300 requests/s of the front", () -> replicas("back") == 3);
    assertThat(replicas("front")).isEqualTo(2);
  }

  @Test
  void aDeploymentsRequestsAsAnObjectMetric() {
    scraped("front", 2, 500);
    scraped("back", 1, 0);
    policy(
        "back",
        "{type: Object, object: {metric: {name: http_requests_per_second},"
            + " describedObject: {apiVersion: apps/v1, kind: Deployment, name: front},"
            + " target: {type: AverageValue, averageValue: 100}}}");
    it.start();
    it.eventually("5 replicas for 500 requests/s of the front", () -> replicas("back") == 5);
  }

  @Test
  void aMetricThatNobodyHasIsMissingAndSaysWhatThereIs() {
    scraped("web", 2, 400);
    policy(
        "web",
        "{type: External, external: {metric: {name: queue_depth},"
            + " target: {type: AverageValue, averageValue: 100}}}");
    it.start();
    it.eventually(
        "the condition names the metric and the series that there are",
        () ->
            scalingActive("web").contains("queue_depth")
                && scalingActive("web").contains("http_requests_per_second"));
    assertThat(replicas("web")).isEqualTo(2);
  }
}
