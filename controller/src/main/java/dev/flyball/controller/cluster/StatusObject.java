package dev.flyball.controller.cluster;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.SortedMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A status ConfigMap around its documents. */
final class StatusObject {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String SAVED_AT = "flyball.dev/saved-at";
  private static final String METADATA = "metadata";

  private StatusObject() {}

  static ObjectNode of(
      String name, String owner, String ownerUid, SortedMap<String, String> documents) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = object.putObject(METADATA).put("name", name);
    metadata.putObject("labels").put(ConfigMapStatusStore.LABEL, ConfigMapStatusStore.LABEL_VALUE);
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("name", owner)
        .put("uid", ownerUid)
        .put("controller", true);
    ObjectNode data = object.putObject("data");
    documents.forEach(data::put);
    return object;
  }

  /** Notes when it was written; empty for a writer that ends with it. */
  static void savedAt(ObjectNode object, OptionalLong epochMillis) {
    String time =
        epochMillis.isPresent() ? Instant.ofEpochMilli(epochMillis.getAsLong()).toString() : "";
    metadata(object).putObject("annotations").put(SAVED_AT, time);
  }

  /** When it was written, in epoch milliseconds; 0 where its writer has ended with it. */
  static long savedMillis(JsonNode object) {
    String text = object.path(METADATA).path("annotations").path(SAVED_AT).asString("");
    try {
      return text.isEmpty() ? 0 : Instant.parse(text).toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      return 0;
    }
  }

  /** Makes a patch fail where the object has another version. */
  static void onlyAt(ObjectNode patch, String version) {
    metadata(patch).put("resourceVersion", version);
  }

  private static ObjectNode metadata(ObjectNode object) {
    return (ObjectNode) object.path(METADATA);
  }

  static boolean isFlyballs(JsonNode object) {
    return object
        .path(METADATA)
        .path("labels")
        .path(ConfigMapStatusStore.LABEL)
        .asString("")
        .equals(ConfigMapStatusStore.LABEL_VALUE);
  }

  /** Whether it is owned by the ConfigMap with this uid, or by none. */
  static boolean belongsTo(JsonNode object, String uid) {
    JsonNode owners = object.path(METADATA).path("ownerReferences");
    if (owners.isEmpty()) {
      return true;
    }
    for (JsonNode owner : owners) {
      if (owner.path("uid").asString("").equals(uid)) {
        return true;
      }
    }
    return false;
  }

  static String version(JsonNode object) {
    return object.path(METADATA).path("resourceVersion").asString("");
  }

  /** The version in the body of an answer; empty where it has none. */
  static String version(String body) {
    try {
      return version(JSON.readTree(body));
    } catch (JacksonException e) {
      return "";
    }
  }
}
