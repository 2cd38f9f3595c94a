package dev.flyball.controller.it;

import dev.flyball.controller.recorded.RecordedScenario;
import dev.flyball.minicluster.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Recorded pods as objects of the API. */
final class RecordedPods {
  private RecordedPods() {}

  /**
   * A pod.
   *
   * @param pod as it is recorded
   * @param beginMillis when its scenario began, in epoch milliseconds
   */
  static ObjectNode object(JsonNode pod, String namespace, long beginMillis) {
    ObjectNode object = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", pod.path("name").asString()).put("namespace", namespace);
    metadata.putObject("labels").put("app", "web");
    if (pod.path("deleted").asBoolean(false)) {
      metadata.put("deletionTimestamp", RecordedScenario.second(beginMillis).toString());
    }
    spec(pod, object.putObject("spec"));
    status(pod, object.putObject("status"), beginMillis);
    return object;
  }

  private static void spec(JsonNode pod, ObjectNode spec) {
    spec.putArray("containers");
    for (JsonNode container : pod.path("containers")) {
      boolean sidecar = container.path("sidecar").asBoolean(false);
      ObjectNode json =
          spec.withArray(sidecar ? "initContainers" : "containers")
              .addObject()
              .put("name", container.path("name").asString())
              .put("image", "web:1");
      if (sidecar) {
        json.put("restartPolicy", "Always");
      }
      if (container.has("requests")) {
        json.putObject("resources").set("requests", container.path("requests"));
      }
    }
    if (pod.has("podRequests")) {
      spec.putObject("resources").set("requests", pod.path("podRequests"));
    }
  }

  private static void status(JsonNode pod, ObjectNode status, long beginMillis) {
    status.put("phase", pod.path("phase").asString());
    if (pod.has("startedAt")) {
      status.put("startTime", time(pod.path("startedAt"), beginMillis));
    }
    if (pod.has("ready")) {
      ObjectNode ready = status.putArray("conditions").addObject();
      ready.put("type", "Ready").put("status", pod.path("ready").asString());
      if (pod.has("readySince")) {
        ready.put("lastTransitionTime", time(pod.path("readySince"), beginMillis));
      }
    }
  }

  private static String time(JsonNode millis, long beginMillis) {
    return RecordedScenario.second(beginMillis + millis.asLong()).toString();
  }
}
