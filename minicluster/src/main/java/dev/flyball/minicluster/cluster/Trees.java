package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.StoredObject;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The parts of object trees that several controllers build. */
final class Trees {
  private Trees() {}

  static boolean deleting(JsonNode object) {
    return object.path("metadata").hasNonNull("deletionTimestamp");
  }

  static void controlledBy(ObjectNode metadata, StoredObject owner) {
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", owner.type().apiVersion())
        .put("kind", owner.type().kind())
        .put("name", owner.name())
        .put("uid", owner.uid())
        .put("controller", true)
        .put("blockOwnerDeletion", true);
  }

  /** A pod from the template of a workload. */
  static ObjectNode podOf(StoredObject owner, JsonNode template) {
    ObjectNode pod = Json.object();
    ObjectNode metadata = pod.putObject("metadata");
    for (String field : new String[] {"labels", "annotations"}) {
      if (template.path("metadata").get(field) instanceof ObjectNode present) {
        metadata.set(field, present.deepCopy());
      }
    }
    controlledBy(metadata, owner);
    pod.set("spec", template.path("spec").deepCopy());
    return pod;
  }

  /** Sets a condition; its transition time moves only with its status. */
  static void condition(
      ObjectNode status, String type, boolean value, String reason, String message, String now) {
    ArrayNode conditions = status.withArray("conditions");
    ObjectNode condition = null;
    for (JsonNode candidate : conditions) {
      if (Json.text(candidate, "type").equals(type)) {
        condition = (ObjectNode) candidate;
      }
    }
    if (condition == null) {
      condition = conditions.addObject().put("type", type);
    }
    String wanted = value ? "True" : "False";
    if (!Json.text(condition, "status").equals(wanted)) {
      condition.put("status", wanted).put("lastTransitionTime", now);
    }
    put(condition, "reason", reason);
    put(condition, "message", message);
  }

  private static void put(ObjectNode node, String field, String value) {
    if (value.isEmpty()) {
      node.remove(field);
    } else {
      node.put(field, value);
    }
  }

  /** A short stable name for the content of a pod template. */
  static String hash(JsonNode template) {
    long hash = 0xcbf29ce484222325L;
    for (byte b : Json.bytes(template)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
    }
    String digits = Long.toUnsignedString(hash, 36);
    return digits.substring(digits.length() - 10);
  }
}
