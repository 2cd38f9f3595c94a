package dev.flyball.controller.moving;

import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes over the spec of an HPA field by field, and remarks what changes on the way. */
final class HpaSpec {
  /** The fields of each object of a spec, by the field that the object stands in. */
  private static final Map<String, List<String>> FIELDS =
      Map.ofEntries(
          Map.entry(
              "spec",
              List.of("scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior")),
          Map.entry("scaleTargetRef", List.of("apiVersion", "kind", "name")),
          Map.entry(
              "metrics",
              List.of("type", "resource", "containerResource", "pods", "object", "external")),
          Map.entry("resource", List.of("name", "target")),
          Map.entry("containerResource", List.of("name", "container", "target")),
          Map.entry("pods", List.of("metric", "target")),
          Map.entry("object", List.of("describedObject", "metric", "target")),
          Map.entry("external", List.of("metric", "target")),
          Map.entry("describedObject", List.of("apiVersion", "kind", "name")),
          Map.entry("metric", List.of("name", "selector")),
          Map.entry("selector", List.of("matchLabels", "matchExpressions")),
          Map.entry("matchExpressions", List.of("key", "operator", "values")),
          Map.entry("target", List.of("type", "value", "averageValue", "averageUtilization")),
          Map.entry("behavior", List.of("scaleUp", "scaleDown")),
          Map.entry("scaleUp", rules()),
          Map.entry("scaleDown", rules()),
          Map.entry("policies", List.of("type", "value", "periodSeconds")));

  private static final Set<String> APPS = Set.of("Deployment", "StatefulSet", "ReplicaSet");

  private final Notes notes;

  /** Takes over specs with remarks into these. */
  HpaSpec(Notes notes) {
    this.notes = notes;
  }

  private static List<String> rules() {
    return List.of("stabilizationWindowSeconds", "selectPolicy", "policies", "tolerance");
  }

  /** The spec as Flyball takes it. */
  ObjectNode v2(JsonNode spec) {
    ObjectNode taken = known(spec, "spec", "");
    target(taken);
    if (!taken.has("metrics")) {
      notes.add(
          "", "The HPA names no metrics: the default of both is cpu at 80 % of the requests.");
    }
    if (taken.path("minReplicas").asInt(1) == 0) {
      notes.add(
          "minReplicas",
          "The HPA takes 0 only with the alpha feature HPAScaleToZero; Flyball always does. See"
              + " scaleToZero for a cooldown.");
    }
    for (String direction : List.of("scaleUp", "scaleDown")) {
      if (taken.path("behavior").path(direction).has("tolerance")) {
        notes.add(
            "behavior." + direction + ".tolerance",
            "The HPA heeds it only with the feature HPAConfigurableTolerance; Flyball always does.");
      }
    }
    return taken;
  }

  /** The spec of an {@code autoscaling/v1} HPA, whose only metric is CPU utilization. */
  ObjectNode v1(JsonNode spec) {
    ObjectNode v2 = JsonMapper.shared().createObjectNode();
    for (Map.Entry<String, JsonNode> field : spec.properties()) {
      if (field.getKey().equals("targetCPUUtilizationPercentage")) {
        ObjectNode metric = v2.putArray("metrics").addObject().put("type", "Resource");
        ObjectNode target = metric.putObject("resource").put("name", "cpu").putObject("target");
        target.put("type", "Utilization").set("averageUtilization", field.getValue());
      } else {
        v2.set(field.getKey(), field.getValue());
      }
    }
    notes.add("", "Written as autoscaling/v2; the HPA was given as autoscaling/v1.");
    return v2(v2);
  }

  private ObjectNode known(JsonNode from, String name, String path) {
    ObjectNode to = JsonMapper.shared().createObjectNode();
    List<String> fields = FIELDS.getOrDefault(name, List.of());
    // In the order that people write them in, whatever that of the answer is.
    for (String field : fields) {
      JsonNode value = from.path(field);
      if (!value.isMissingNode() && !value.isNull()) {
        to.set(field, value(value, field, path.isEmpty() ? field : path + "." + field));
      }
    }
    for (Map.Entry<String, JsonNode> field : from.properties()) {
      if (!fields.contains(field.getKey())) {
        notes.add(
            path,
            "Not carried over, as Flyball has no such field: "
                + field.getKey()
                + ": "
                + field.getValue());
      }
    }
    return to;
  }

  private JsonNode value(JsonNode value, String name, String path) {
    return switch (value) {
      case ObjectNode object when name.equals("target") -> measured(object, path);
      case ObjectNode object when FIELDS.containsKey(name) -> known(object, name, path);
      case ArrayNode array when FIELDS.containsKey(name) -> {
        ArrayNode items = JsonMapper.shared().createArrayNode();
        for (JsonNode item : array) {
          items.add(known(item, name, path + "[" + items.size() + "]"));
        }
        yield items;
      }
      default -> value.deepCopy();
    };
  }

  /** Only the value that the HPA goes by is taken, and the type is made to agree with it. */
  private ObjectNode measured(ObjectNode target, String path) {
    ObjectNode taken = known(target, "target", path);
    String type = heeded(taken, path);
    String field = Character.toLowerCase(type.charAt(0)) + type.substring(1);
    field = type.equals("Utilization") ? "averageUtilization" : field;
    if (!taken.has(field)) {
      return taken; // The reader of policies says what is missing.
    }
    if (!taken.path("type").asString("").equals(type)) {
      notes.add(
          path,
          "type was "
              + taken.path("type")
              + "; the HPA goes by "
              + field
              + " and not by the type.");
    }
    for (String other : List.of("value", "averageValue", "averageUtilization")) {
      if (!other.equals(field) && taken.has(other)) {
        notes.add(
            path,
            "Not carried over, as the HPA does not use it: " + other + ": " + taken.path(other));
      }
    }
    ObjectNode clean = JsonMapper.shared().createObjectNode().put("type", type);
    clean.set(field, taken.get(field));
    return clean;
  }

  private static String heeded(ObjectNode target, String path) {
    if (path.contains(".object.")) {
      return target.path("type").asString("");
    }
    if (path.contains(".pods.") || target.has("averageValue")) {
      return "AverageValue";
    }
    return path.contains(".external.") ? "Value" : "Utilization";
  }

  private void target(ObjectNode spec) {
    if (!(spec.get("scaleTargetRef") instanceof ObjectNode ref)) {
      return;
    }
    String apiVersion = ref.path("apiVersion").asString("");
    if (APPS.contains(ref.path("kind").asString("")) && !apiVersion.startsWith("apps/")) {
      notes.add(
          "scaleTargetRef.apiVersion",
          (apiVersion.isEmpty() ? "The HPA names no apiVersion" : "The HPA has " + apiVersion)
              + "; apps/v1 is where the kind is today.");
      ObjectNode whole = JsonMapper.shared().createObjectNode().put("apiVersion", "apps/v1");
      whole.set("kind", ref.path("kind"));
      whole.set("name", ref.path("name"));
      spec.replace("scaleTargetRef", whole);
    }
  }
}
