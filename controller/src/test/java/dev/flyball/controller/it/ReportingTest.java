package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people are told of a decision: Event, status, metrics and state say the same. */
class ReportingTest {
  private final HttpClient http = HttpClient.newHttpClient();
  private TestingController it;

  @BeforeEach
  void scaleOnce() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
    it.deployment("web", 2);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(200, 1 << 25, 0));
    it.policy(
        "web",
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        """);
    it.start();
    it.eventually(
        "4 replicas",
        () -> it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web") == 4);
  }

  @AfterEach
  void close() {
    it.close();
    http.close();
  }

  private HttpResponse<String> get(String path) {
    URI uri = URI.create("http://127.0.0.1:" + it.controller().webPort() + path);
    try {
      return http.send(
          HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Optional<JsonNode> status() {
    return first(
        "",
        "configmaps",
        cm -> cm.path("metadata").path("name").asString("").equals("web-flyball-status"));
  }

  /** The Event of the scale change; others may stand before it, of the time without readings. */
  private Optional<JsonNode> rescaled() {
    return first(
        "events.k8s.io", "events", e -> e.path("reason").asString("").equals("SuccessfulRescale"));
  }

  private Optional<JsonNode> first(String group, String plural, Predicate<JsonNode> wanted) {
    ResourceType type = it.cluster.objects().catalog().find(group, "v1", plural).orElseThrow();
    return it.cluster.objects().store().list(type, NAMESPACE).stream()
        .map(stored -> (JsonNode) stored.tree())
        .filter(wanted)
        .findFirst();
  }

  @Test
  void anEventAtThePolicyNamesTheNewSizeAndTheReason() {
    it.eventually("the event", () -> rescaled().isPresent());
    JsonNode event = rescaled().orElseThrow();
    assertThat(event.path("message").asString())
        .isEqualTo(
            "New size: 4; reason: cpu resource utilization (percentage of request) above target");
    assertThat(event.path("involvedObject").path("kind").asString()).isEqualTo("ConfigMap");
    assertThat(event.path("involvedObject").path("name").asString()).isEqualTo("web");
    assertThat(event.path("related").path("kind").asString()).isEqualTo("Deployment");
  }

  @Test
  void theStatusIsOwnedByThePolicyAndHasTheHpasConditions() {
    it.eventually(
        "the status with the new size",
        () ->
            status()
                .map(cm -> cm.path("data").toString().contains("ReadyForNewScale"))
                .orElse(false));
    JsonNode status = status().orElseThrow();
    JsonNode owner = status.path("metadata").path("ownerReferences").path(0);
    assertThat(owner.path("kind").asString()).isEqualTo("ConfigMap");
    assertThat(owner.path("name").asString()).isEqualTo("web");
  }

  @Test
  void stateAndMetricsAgree() {
    assertThat(get("/livez").statusCode()).isEqualTo(200);
    assertThat(get("/readyz").statusCode()).isEqualTo(200);
    assertThat(get("/nothing").statusCode()).isEqualTo(404);
    JsonNode policy = JsonMapper.shared().readTree(get("/api/v1/policies/shop/web/web").body());
    assertThat(policy.path("desiredReplicas").asInt()).isEqualTo(4);
    assertThat(policy.path("explanation").path("sentence").asString()).contains("cpu at ");
    assertThat(get("/api/v1/policies").body()).contains("\"key\":\"web\"");
    assertThat(get("/api/v1/policies/shop/web/other").statusCode()).isEqualTo(404);
    String metrics = get("/metrics").body();
    assertThat(metrics)
        .contains(
            "flyball_policy_desired_replicas{namespace=\"shop\",configmap=\"web\",policy=\"web\",} 4.0")
        .contains("flyball_scale_writes_total{result=\"ok\",} 1.0")
        .contains("flyball_decisions_total{outcome=\"");
  }
}
