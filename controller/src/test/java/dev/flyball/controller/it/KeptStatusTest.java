package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.cluster.LoadModel;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a controller makes of status that it finds at its start. */
class KeptStatusTest {
  private static final String HISTORY =
      """
      {"history": {"version": 1, "desiredReplicas": 2, "recommendations": [], "scaleUps": [],
       "scaleDowns": [], "conditions": [], "target": "apps/Deployment/%s", "lastScale": 0}}
      """;

  /** Status by the policy whose it is, and a part of what is said of it. */
  private static final Map<String, String> SAID =
      Map.of(
          "garbage", "not JSON",
          "newer", "version 3, newer than 2",
          "truncated", "not JSON",
          "stray", "it is of apps/Deployment/elsewhere",
          "orphan", "belongs to another ConfigMap",
          "foreign", "no label flyball.dev/type: status");

  private TestingController it;

  @BeforeEach
  void build() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings(
        """
        syncPeriod: 1s
        cpuInitializationPeriod: 0s
        initialReadinessDelay: 0s
        """);
    SAID.keySet().forEach(this::policy);
    status("garbage", " ]]", "{flyball.dev/type: status}", "");
    status(
        "newer",
        quoted("{\"history\":{\"version\":3,\"epochs\":[]}}"),
        "{flyball.dev/type: status}",
        "");
    String whole = HISTORY.formatted("truncated");
    status(
        "truncated",
        quoted(whole.substring(0, whole.length() / 2)),
        "{flyball.dev/type: status}",
        "");
    status("stray", quoted(HISTORY.formatted("elsewhere")), "{flyball.dev/type: status}", "");
    status(
        "orphan",
        quoted(HISTORY.formatted("orphan")),
        "{flyball.dev/type: status}",
        ", ownerReferences: [{apiVersion: v1, kind: ConfigMap, name: orphan, uid: of-yesterday}]");
    status("foreign", "precious", "{}", "");
  }

  private static String quoted(String json) {
    return json.replace("\n", "").replace("\"", "\\\"");
  }

  private void policy(String name) {
    it.deployment(name, 2);
    it.cluster.load(NAMESPACE, name, LoadModel.shared(200, 1 << 20, 0));
    it.policy(
        name,
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: 1
        maxReplicas: 3
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        """
            .formatted(name));
  }

  private void status(String policy, String text, String labels, String more) {
    it.cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s%s, namespace: shop, labels: %s%s}
        data: {%s: "%s"}
        """
            .formatted(policy, ConfigMapStatusStore.SUFFIX, labels, more, policy, text));
  }

  @AfterEach
  void close() {
    it.close();
  }

  private String events() {
    ResourceType events =
        it.cluster.objects().catalog().find("events.k8s.io", "v1", "events").orElseThrow();
    StringBuilder text = new StringBuilder();
    it.cluster
        .objects()
        .store()
        .list(events, NAMESPACE)
        .forEach(
            event -> {
              if (event.tree().toString().contains("StatusIgnored")) {
                text.append(event.tree()).append('\n');
              }
            });
    return text.toString();
  }

  @Test
  void whatCannotBeUsedIsToldAndCostsNothingButItself() {
    it.start();
    for (Map.Entry<String, String> said : SAID.entrySet()) {
      String policy = said.getKey();
      it.eventually(
          policy + " scales",
          () -> it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, policy) == 3);
      it.eventually(
          policy + " is told of: " + said.getValue(),
          () ->
              events()
                  .lines()
                  .anyMatch(e -> e.contains("\"" + policy + "\"") && e.contains(said.getValue())));
    }
    ResourceType configMaps =
        it.cluster.objects().catalog().find("", "v1", "configmaps").orElseThrow();
    String foreign =
        it.cluster
            .objects()
            .get(configMaps, NAMESPACE, "foreign" + ConfigMapStatusStore.SUFFIX)
            .tree()
            .at("/data/foreign")
            .asString("");
    assertThat(foreign).isEqualTo("precious");
  }
}
