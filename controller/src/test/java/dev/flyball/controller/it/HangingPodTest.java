package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Reason;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Pods whose {@code /metrics} take connections and never answer, through the whole controller:
 * their sample is missing, never zero, and everything else goes on.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "each pod needs a loopback address of its own")
class HangingPodTest {
  private static final long MIB = 1L << 20;
  private static final String RPS = "http_requests_per_second";
  private static final String SETTINGS =
      """
      syncPeriod: 1s
      architectures: [arm64]
      cpuInitializationPeriod: 0s
      initialReadinessDelay: 0s
      downscaleStabilization: 0s
      series:
      - name: http_requests_per_second
        scrape: {counter: http_requests_total, interval: 500ms, window: 5s}
      """;
  private static final String RPS_METRIC =
      """
      - type: Pods
        pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, averageValue: "100"}}
      """;
  private static final String CPU_METRIC =
      """
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      """;

  private TestingController it;
  private int metricsPort;

  @BeforeEach
  void build() throws IOException {
    metricsPort = freePort();
    it =
        new TestingController(
            Minicluster.builder()
                .syntheticMetricsPort(metricsPort)
                .metricsResolution(Duration.ofMillis(200)));
    it.settings(SETTINGS);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @AfterEach
  void close() {
    it.close();
  }

  /** A Deployment of scraped pods that ask for 100m CPU each. */
  private void deployment(String name, int replicas) {
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
            spec:
              containers:
              - {name: main, image: web:1, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """
            .formatted(name, replicas, metricsPort));
  }

  private static String policy(String target, String... metrics) {
    return """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: 1
        maxReplicas: 10
        behavior:
          scaleUp: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
          scaleDown: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
        metrics:
        %s"""
        .formatted(target, String.join("", metrics));
  }

  private void load(String deployment, double totalCpuMilli, double totalRps) {
    it.cluster.load(NAMESPACE, deployment, LoadModel.shared(totalCpuMilli, 32 * MIB, totalRps));
  }

  private int replicas(String deployment) {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, deployment);
  }

  private String firstPod(String deployment) {
    return it.cluster.pods(NAMESPACE).stream()
        .map(pod -> pod.tree().at("/metadata/name").asString(""))
        .filter(name -> name.startsWith(deployment + "-"))
        .findFirst()
        .orElseThrow();
  }

  /** The only metric of the last decision; nothing before it was read. */
  private Optional<MetricStep> metric(String policy) {
    return it.report(policy)
        .explanation()
        .map(explanation -> explanation.metrics().getFirst())
        .filter(step -> step.status().valid());
  }

  private static long rps(MetricStep step) {
    return Math.round(step.status().averageValueMilli().orElseThrow() / 1000.0);
  }

  private Reason active(String policy) {
    return it.report(policy).conditions().stream()
        .filter(condition -> condition.type() == ConditionType.ScalingActive)
        .map(Condition::reason)
        .findFirst()
        .orElse(Reason.SucceededGetScale);
  }

  @Test
  void theOthersDecideAndItsOwnSampleIsMissing() {
    deployment("web", 3);
    load("web", 30, 240);
    it.eventually("pods are there", () -> it.cluster.pods(NAMESPACE).size() == 3);
    String hanging = firstPod("web");
    it.cluster.cluster().synthetic().hang(hanging::equals);
    it.policy("web", policy("web", RPS_METRIC));
    it.start();
    it.eventually(
        "two pods have samples and one has none",
        () ->
            metric("web")
                .filter(step -> step.pods().ready() == 2 && step.pods().missing() == 1)
                .isPresent());
    // As a zero it would be (80 + 80 + 0) / 3 = 53 and two replicas.
    assertThat(rps(metric("web").orElseThrow())).isBetween(67L, 93L);
    assertThat(replicas("web")).isEqualTo(3);

    load("web", 30, 750);
    // Two see 250 each; the third counts as idle on the way up: 500 over 3 pods ask for 5 at least.
    it.eventually("up by the samples of two", () -> replicas("web") >= 5);
    it.eventually(
        "all but one have samples",
        () ->
            metric("web")
                .filter(step -> step.pods().ready() >= 4 && step.pods().missing() == 1)
                .isPresent());
    assertThat(active("web")).isEqualTo(Reason.ValidMetricFound);
  }

  @Test
  void aPodThatBeginsToHangIsMissingOnceItsSamplesAreOld() {
    deployment("web", 3);
    load("web", 30, 300);
    it.policy("web", policy("web", RPS_METRIC));
    it.start();
    it.eventually(
        "all pods have samples",
        () -> metric("web").filter(step -> step.pods().ready() == 3).isPresent());
    String hanging = firstPod("web");
    it.cluster.cluster().synthetic().hang(hanging::equals);
    it.eventually(
        "the samples of one are too old",
        () -> {
          // On the way there no reading and no size shows a zero: two of three would be 67.
          assertThat(rps(metric("web").orElseThrow())).isGreaterThan(70);
          assertThat(replicas("web")).isEqualTo(3);
          return metric("web").orElseThrow().pods().missing() == 1;
        });
    it.cluster.cluster().synthetic().hang(pod -> false);
    it.eventually("it comes back", () -> metric("web").orElseThrow().pods().ready() == 3);
    assertThat(replicas("web")).isEqualTo(3);
  }

  @Test
  void cpuIsUntouchedWhereAllPodsHang() {
    deployment("web", 4);
    deployment("shop", 2);
    load("web", 40, 40);
    load("shop", 200, 0);
    it.cluster.cluster().synthetic().hang(pod -> true);
    it.policy("cpu", policy("shop", CPU_METRIC));
    it.policy("both", policy("web", RPS_METRIC, CPU_METRIC));
    it.start();
    it.eventually("by CPU alone", () -> replicas("shop") == 4);
    it.eventually(
        "without a sample the metric has failed",
        () ->
            it.report("both").explanation().stream()
                .flatMap(explanation -> explanation.metrics().stream())
                .anyMatch(
                    step -> step.spec().shortName().equals(RPS) && step.failure().isPresent()));
    it.eventually(
        "CPU alone asks for 1",
        () ->
            it.report("both").explanation().stream()
                .flatMap(explanation -> explanation.metrics().stream())
                .anyMatch(step -> step.spec().shortName().equals("cpu") && step.replicas() == 1));
    // But nothing is scaled down with a metric missing.
    assertThat(replicas("web")).isEqualTo(4);
    load("web", 400, 40);
    it.eventually("up by the metric that is left", () -> replicas("web") == 8);
  }
}
