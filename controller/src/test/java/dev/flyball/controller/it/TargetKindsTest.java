package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.decide.Condition;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.cluster.LoadModel;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever has a scale subresource can be a target. */
class TargetKindsTest {
  private static final long MIB = 1L << 20;

  private TestingController it;

  @BeforeEach
  void build() {
    it = new TestingController(Minicluster.builder().metricsResolution(Duration.ofMillis(200)));
    it.settings(
        """
        syncPeriod: 1s
        architectures: [arm64]
        cpuInitializationPeriod: 0s
        initialReadinessDelay: 0s
        downscaleStabilization: 0s
        """);
  }

  @AfterEach
  void close() {
    it.close();
  }

  private static String policy(String apiVersion, String kind) {
    return """
        scaleTargetRef: {apiVersion: %s, kind: %s, name: web}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        behavior:
          scaleUp: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
          scaleDown: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
        """
        .formatted(apiVersion, kind);
  }

  private int replicas(String group, String version, String plural) {
    ResourceType type = it.cluster.objects().catalog().find(group, version, plural).orElseThrow();
    return it.cluster.replicas(type, NAMESPACE, "web");
  }

  private void load(double totalCpuMilli) {
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(totalCpuMilli, 32 * MIB, 0));
  }

  static Stream<Arguments> builtIn() {
    return Stream.of(
        argumentSet("Deployment", "Deployment", "deployments"),
        argumentSet("StatefulSet", "StatefulSet", "statefulsets"),
        argumentSet("ReplicaSet", "ReplicaSet", "replicasets"));
  }

  @ParameterizedTest
  @MethodSource("builtIn")
  void kindsThatAreWatched(String kind, String plural) {
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
              - {name: main, image: web:1, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """
            .formatted(kind));
    load(200);
    it.policy("web", policy("apps/v1", kind));
    it.start();
    it.eventually("4 " + plural, () -> replicas("apps", "v1", plural) == 4);
    load(40);
    it.eventually("1 of " + plural, () -> replicas("apps", "v1", plural) == 1);
  }

  /** A kind that the cluster learns of; nothing makes its pods, so a ReplicaSet stands for them. */
  @Test
  void aCustomKindThroughItsScale() {
    it.cluster.apply(
        """
        apiVersion: apiextensions.k8s.io/v1
        kind: CustomResourceDefinition
        metadata: {name: rollouts.example.com}
        spec:
          group: example.com
          scope: Namespaced
          names: {plural: rollouts, singular: rollout, kind: Rollout, listKind: RolloutList}
          versions:
          - name: v1
            served: true
            storage: true
            schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}}
            subresources:
              status: {}
              scale:
                specReplicasPath: .spec.replicas
                statusReplicasPath: .status.replicas
                labelSelectorPath: .status.selector
        ---
        apiVersion: apps/v1
        kind: ReplicaSet
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
              - {name: main, image: web:1, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    it.cluster.apply(
        """
        apiVersion: example.com/v1
        kind: Rollout
        metadata: {name: web, namespace: shop}
        spec: {replicas: 2}
        """);
    rolloutStatus();
    load(200);
    it.policy("web", policy("example.com/v1", "Rollout"));
    it.policy("lost", policy("example.com/v1", "Nothing"));
    it.start();
    it.eventually("4 of the kind", () -> replicas("example.com", "v1", "rollouts") == 4);
    it.eventually(
        "a kind that does not exist is named",
        () ->
            it.report("lost").conditions().stream()
                .map(Condition::message)
                .anyMatch(message -> message.contains("no kind Nothing")));
    assertThat(it.report("web").target().orElseThrow()).hasToString("Rollout/shop/web");
  }

  private void rolloutStatus() {
    ResourceType type =
        it.cluster.objects().catalog().find("example.com", "v1", "rollouts").orElseThrow();
    it.cluster
        .objects()
        .update(
            type,
            NAMESPACE,
            "web",
            ObjectApi.Part.STATUS,
            tree -> {
              tree.putObject("status").put("replicas", 2).put("selector", "app=web");
              return tree;
            });
  }
}
