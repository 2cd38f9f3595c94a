package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.cluster.LoadModel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever has a scale subresource is scaled. */
class TargetKindsTest {
  private TestingController it;

  @BeforeEach
  void build() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .podShutdownDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
  }

  @AfterEach
  void close() {
    it.close();
  }

  private void policy(String apiVersion, String kind) {
    it.policy(
        "web",
        """
        scaleTargetRef: {apiVersion: %s, kind: %s, name: web}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        """
            .formatted(apiVersion, kind));
  }

  private int replicas(String group, String plural) {
    ResourceType type = it.cluster.objects().catalog().find(group, "v1", plural).orElseThrow();
    return it.cluster.replicas(type, NAMESPACE, "web");
  }

  @ParameterizedTest
  @ValueSource(strings = {"StatefulSet", "ReplicaSet"})
  void otherKindsOfTheAppsGroup(String kind) {
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          serviceName: web
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: main, image: "web:1", resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """
            .formatted(kind)
            .replace(kind.equals("ReplicaSet") ? "  serviceName: web\n" : "\0", ""));
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(200, 1 << 25, 0));
    policy("apps/v1", kind);
    it.start();
    String plural = kind.equals("StatefulSet") ? "statefulsets" : "replicasets";
    it.eventually("4 replicas for 200m at 50 % of 100m", () -> replicas("apps", plural) == 4);
  }

  /** A kind that is not watched: its scale is asked for, and its selector found there. */
  @Test
  void aCustomResourceThroughItsScale() {
    it.cluster.apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: games.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: games, singular: game, kind: Game}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            subresources:
              scale:
                specReplicasPath: .spec.replicas
                statusReplicasPath: .status.replicas
                labelSelectorPath: .status.selector
        """);
    it.cluster.apply(
        """
        apiVersion: example.com/v1
        kind: Game
        metadata: {name: web, namespace: shop}
        spec: {replicas: 2}
        status: {replicas: 2, selector: "app=web,tier in (front)"}
        """);
    // Two pods that the game's own controller would have made.
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: pods-of-the-game, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web, tier: front}}
            spec:
              containers:
              - {name: main, image: "web:1", resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    it.cluster.load(NAMESPACE, "pods-of-the-game", LoadModel.shared(200, 1 << 25, 0));
    policy("example.com/v1", "Game");
    it.start();
    it.eventually(
        "4 replicas for 200m at 50 % of 100m", () -> replicas("example.com", "games") >= 4);
  }
}
