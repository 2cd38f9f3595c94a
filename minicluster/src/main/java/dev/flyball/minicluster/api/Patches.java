package dev.flyball.minicluster.api;

import io.fabric8.zjsonpatch.JsonPatch;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The four kinds of PATCH.
 *
 * <p>Strategic merge knows the merge keys of the lists of pods and services ({@code name} of
 * containers, env, volumes; {@code containerPort} and {@code port} of ports; {@code type} of
 * conditions; ...), {@code $patch: delete|replace} and {@code $deleteFromPrimitiveList}; it ignores
 * {@code $setElementOrder} and {@code $retainKeys}. Server-side apply is a strategic merge without
 * ownership of fields: it never conflicts and removes nothing.
 */
final class Patches {
  private static final Map<String, String> MERGE_KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("ephemeralContainers", "name"),
          Map.entry("env", "name"),
          Map.entry("volumes", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("conditions", "type"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("hostAliases", "ip"),
          Map.entry("topologySpreadConstraints", "topologyKey"),
          Map.entry("addresses", "type"));

  private static final Set<String> PRIMITIVE_MERGE_LISTS = Set.of("finalizers");

  private Patches() {}

  /**
   * Applies a patch to a tree, which it changes.
   *
   * @throws ApiException 415 for an unknown media type, 400 or 422 for a patch that does not apply
   */
  static ObjectNode apply(String mediaType, ObjectNode target, byte[] body) {
    return switch (mediaType) {
      case "application/merge-patch+json" -> merge(target, Json.parse(body));
      case "application/strategic-merge-patch+json" -> strategic(target, Json.parse(body));
      case "application/json-patch+json" -> jsonPatch(target, body);
      case "application/apply-patch+yaml", "application/apply-patch+cbor" ->
          strategic(target, applied(body));
      default ->
          throw new ApiException(
              415,
              "UnsupportedMediaType",
              "the body of the request was in an unknown format - " + mediaType);
    };
  }

  static ObjectNode applied(byte[] body) {
    return Json.parseYaml(new String(body, java.nio.charset.StandardCharsets.UTF_8));
  }

  private static ObjectNode jsonPatch(ObjectNode target, byte[] body) {
    try {
      if (JsonPatch.apply(Json.parseAny(body), target) instanceof ObjectNode result) {
        return result;
      }
      throw ApiException.badRequest("the patched document is not an object");
    } catch (ApiException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new ApiException(
          422,
          "Invalid",
          "the server rejected our request due to an error in our request: " + e.getMessage());
    }
  }

  /** RFC 7386. */
  static ObjectNode merge(ObjectNode target, ObjectNode patch) {
    for (var entry : patch.properties()) {
      JsonNode value = entry.getValue();
      if (value.isNull()) {
        target.remove(entry.getKey());
      } else if (value instanceof ObjectNode object) {
        ObjectNode into =
            target.get(entry.getKey()) instanceof ObjectNode present ? present : Json.object();
        target.set(entry.getKey(), merge(into, object));
      } else {
        target.set(entry.getKey(), value);
      }
    }
    return target;
  }

  static ObjectNode strategic(ObjectNode target, ObjectNode patch) {
    if (Json.text(patch, "$patch").equals("replace")) {
      patch.remove("$patch");
      return patch;
    }
    for (var entry : patch.properties()) {
      String field = entry.getKey();
      JsonNode value = entry.getValue();
      if (field.startsWith("$deleteFromPrimitiveList/")) {
        String list = field.substring(field.indexOf('/') + 1);
        target.withArray(list).removeIf(item -> contains(value, item));
      } else if (value.isNull()) {
        target.remove(field);
      } else if (field.startsWith("$")) {
        // Orders of lists and retained keys: the result differs in order at most.
        target.remove(field);
      } else if (value instanceof ObjectNode object) {
        strategicChild(target, field, object);
      } else if (value instanceof ArrayNode list) {
        target.set(field, mergeLists(field, target.path(field), list));
      } else {
        target.set(field, value);
      }
    }
    return target;
  }

  private static void strategicChild(ObjectNode target, String field, ObjectNode patch) {
    if (Json.text(patch, "$patch").equals("delete")) {
      target.remove(field);
      return;
    }
    ObjectNode into = target.get(field) instanceof ObjectNode present ? present : Json.object();
    target.set(field, strategic(into, patch));
  }

  private static boolean contains(JsonNode list, JsonNode item) {
    for (JsonNode candidate : list) {
      if (candidate.equals(item)) {
        return true;
      }
    }
    return false;
  }

  private static JsonNode mergeLists(String field, JsonNode present, ArrayNode patch) {
    if (!(present instanceof ArrayNode list)) {
      patch.removeIf(p -> p.has("$patch"));
      return patch;
    }
    if (PRIMITIVE_MERGE_LISTS.contains(field)) {
      patch.forEach(
          item -> {
            if (!contains(list, item)) {
              list.add(item);
            }
          });
      return list;
    }
    String key = mergeKey(field, patch);
    if (key.isEmpty() || replaces(patch)) {
      patch.removeIf(p -> p.has("$patch"));
      return patch;
    }
    for (JsonNode item : patch) {
      mergeItem(list, key, (ObjectNode) item);
    }
    return list;
  }

  private static boolean replaces(ArrayNode patch) {
    for (JsonNode item : patch) {
      if (Json.text(item, "$patch").equals("replace")) {
        return true;
      }
    }
    return false;
  }

  private static String mergeKey(String field, ArrayNode patch) {
    if (patch.isEmpty() || !(patch.get(0) instanceof ObjectNode first)) {
      return "";
    }
    if (field.equals("ports")) {
      return first.has("containerPort") ? "containerPort" : first.has("port") ? "port" : "";
    }
    return MERGE_KEYS.getOrDefault(field, "");
  }

  private static void mergeItem(ArrayNode list, String key, ObjectNode item) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i) instanceof ObjectNode present && present.path(key).equals(item.path(key))) {
        if (Json.text(item, "$patch").equals("delete")) {
          list.remove(i);
        } else {
          list.set(i, strategic(present, item));
        }
        return;
      }
    }
    if (!item.has("$patch")) {
      list.add(item);
    }
  }
}
