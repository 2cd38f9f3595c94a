package dev.flyball.minicluster.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The scale subresource: {@code autoscaling/v1} Scale objects made from and written back to
 * objects.
 */
final class ScaleView {
  private ScaleView() {}

  static ObjectNode of(ScalePaths paths, JsonNode object) {
    ObjectNode scale = Json.object();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        new String[] {"name", "namespace", "uid", "resourceVersion", "creationTimestamp"}) {
      JsonNode value = object.path("metadata").get(field);
      if (value != null) {
        metadata.set(field, value);
      }
    }
    int desired = Json.at(object, paths.specReplicas()).asInt(0);
    ObjectNode spec = scale.putObject("spec");
    if (desired != 0) {
      spec.put("replicas", desired);
    }
    ObjectNode status = scale.putObject("status");
    status.put("replicas", Json.at(object, paths.statusReplicas()).asInt(0));
    String selector = selector(Json.at(object, paths.selector()));
    if (!selector.isEmpty()) {
      status.put("selector", selector);
    }
    return scale;
  }

  private static String selector(JsonNode selector) {
    return selector.isString() ? selector.asString("") : LabelSelector.of(selector).text();
  }

  /** Writes the desired replicas and the precondition of a Scale into the object. */
  static ObjectNode into(ScalePaths paths, ObjectNode object, JsonNode scale) {
    JsonNode version = scale.path("metadata").path("resourceVersion");
    JsonNode uid = scale.path("metadata").path("uid");
    ObjectNode metadata = Json.child(object, "metadata");
    metadata.put("resourceVersion", version.asString(""));
    if (!uid.asString("").isEmpty()) {
      metadata.put("uid", uid.asString(""));
    }
    JsonNode replicas = scale.path("spec").path("replicas");
    if (replicas.isNumber() && !replicas.isIntegralNumber()) {
      throw ApiException.badRequest("spec.replicas must be an integer");
    }
    Json.setInt(object, paths.specReplicas(), replicas.asInt(0));
    return object;
  }
}
