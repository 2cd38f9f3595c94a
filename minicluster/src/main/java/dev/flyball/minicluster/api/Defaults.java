package dev.flyball.minicluster.api;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The defaults that the API fills in, as far as controllers and autoscalers read them. */
final class Defaults {
  private Defaults() {}

  static void fill(ResourceType type, ObjectNode tree, boolean creation) {
    switch (type.kind()) {
      case "Deployment" -> {
        ObjectNode spec = workload(tree);
        absent(spec, "revisionHistoryLimit", 10);
        absent(spec, "progressDeadlineSeconds", 600);
        strategy(spec);
      }
      case "ReplicaSet", "StatefulSet", "ReplicationController" -> workload(tree);
      case "Pod" -> {
        podSpec(Json.child(tree, "spec"));
        if (creation) {
          Json.child(tree, "status").put("phase", "Pending").put("qosClass", "Burstable");
        }
      }
      case "Namespace" -> {
        Json.child(tree, "status").put("phase", "Active");
        Json.child(Json.child(tree, "metadata"), "labels")
            .put("kubernetes.io/metadata.name", Json.text(tree.path("metadata"), "name"));
      }
      case "Secret" -> secret(tree);
      case "HorizontalPodAutoscaler" -> absent(Json.child(tree, "spec"), "minReplicas", 1);
      case "CustomResourceDefinition" -> established(tree);
      default -> {
        // Other kinds are kept as they were written.
      }
    }
  }

  private static ObjectNode workload(ObjectNode tree) {
    ObjectNode spec = Json.child(tree, "spec");
    absent(spec, "replicas", 1);
    podSpec(Json.child(Json.child(spec, "template"), "spec"));
    return spec;
  }

  private static void strategy(ObjectNode spec) {
    ObjectNode strategy = Json.child(spec, "strategy");
    if (!strategy.hasNonNull("type")) {
      strategy.put("type", "RollingUpdate");
    }
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.child(strategy, "rollingUpdate");
      if (!rolling.hasNonNull("maxSurge")) {
        rolling.put("maxSurge", "25%");
      }
      if (!rolling.hasNonNull("maxUnavailable")) {
        rolling.put("maxUnavailable", "25%");
      }
    }
  }

  private static void podSpec(ObjectNode spec) {
    if (!spec.hasNonNull("restartPolicy")) {
      spec.put("restartPolicy", "Always");
    }
    absent(spec, "terminationGracePeriodSeconds", 30);
    if (!spec.hasNonNull("schedulerName")) {
      spec.put("schedulerName", "default-scheduler");
    }
    for (String list : List.of("containers", "initContainers")) {
      for (JsonNode container : spec.path(list)) {
        requestsFromLimits(container);
      }
    }
  }

  private static void requestsFromLimits(JsonNode container) {
    if (container.path("resources") instanceof ObjectNode resources && resources.has("limits")) {
      ObjectNode requests = Json.child(resources, "requests");
      for (var limit : resources.path("limits").properties()) {
        if (!requests.hasNonNull(limit.getKey())) {
          requests.set(limit.getKey(), limit.getValue());
        }
      }
    }
  }

  private static void secret(ObjectNode tree) {
    if (!tree.hasNonNull("type")) {
      tree.put("type", "Opaque");
    }
    if (tree.remove("stringData") instanceof ObjectNode strings) {
      ObjectNode data = Json.child(tree, "data");
      for (var entry : strings.properties()) {
        byte[] raw = entry.getValue().asString("").getBytes(StandardCharsets.UTF_8);
        data.put(entry.getKey(), Base64.getEncoder().encodeToString(raw));
      }
    }
  }

  private static void established(ObjectNode tree) {
    ObjectNode status = Json.child(tree, "status");
    if (!status.has("conditions")) {
      var conditions = status.putArray("conditions");
      conditions.addObject().put("type", "NamesAccepted").put("status", "True");
      conditions.addObject().put("type", "Established").put("status", "True");
    }
  }

  private static void absent(ObjectNode node, String field, int value) {
    if (!node.hasNonNull(field)) {
      node.put(field, value);
    }
  }
}
