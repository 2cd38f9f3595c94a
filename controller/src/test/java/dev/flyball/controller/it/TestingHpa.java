package dev.flyball.controller.it;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceType;
import tools.jackson.databind.node.ObjectNode;

/** A HorizontalPodAutoscaler in a minicluster, which decides whatever a test has it decide. */
final class TestingHpa {
  private final Minicluster cluster;
  private final String namespace;
  private final String name;

  TestingHpa(Minicluster cluster, String namespace, String name) {
    this.cluster = cluster;
    this.namespace = namespace;
    this.name = name;
  }

  static ResourceType type(Minicluster cluster) {
    return cluster
        .objects()
        .catalog()
        .find("autoscaling", "v2", "horizontalpodautoscalers")
        .orElseThrow();
  }

  /** An HPA on the CPU of a Deployment of its own name. */
  static TestingHpa create(Minicluster cluster, String namespace, String name) {
    cluster.apply(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          maxReplicas: 8
          metrics:
          - type: Resource
            resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        """
            .formatted(name, namespace));
    return new TestingHpa(cluster, namespace, name);
  }

  /** Has it tell of a decision, as its controller would. */
  void decide(int current, int desired, String scaled, int utilization) {
    status(
        status -> {
          status.put("currentReplicas", current).put("desiredReplicas", desired);
          if (current != desired) {
            status.put("lastScaleTime", scaled);
          }
          status
              .putArray("conditions")
              .addObject()
              .put("type", "ScalingActive")
              .put("status", "True")
              .put("reason", "ValidMetricFound");
          status
              .putArray("currentMetrics")
              .addObject()
              .put("type", "Resource")
              .putObject("resource")
              .put("name", "cpu")
              .putObject("current")
              .put("averageUtilization", utilization);
        });
  }

  private void status(java.util.function.Consumer<ObjectNode> fill) {
    cluster
        .objects()
        .update(
            type(cluster),
            namespace,
            name,
            ObjectApi.Part.STATUS,
            tree -> {
              fill.accept(tree.putObject("status"));
              return tree;
            });
  }

  void delete() {
    cluster.objects().delete(type(cluster), namespace, name, ObjectApi.Deletion.NOW);
  }
}
