package dev.flyball.controller.scalers;

import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.discovery.ObjectGroup;
import dev.flyball.metrics.api.discovery.ObjectGroup.ObjectNames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the API group of scalers is called, and how its objects are described. */
final class ScalerGroup {
  static final String GROUP = "flyball.dev";
  static final String VERSION = "v1alpha1";
  static final String API_VERSION = GROUP + "/" + VERSION;
  static final String KIND = "Scaler";
  static final GroupResource RESOURCE = new GroupResource(GROUP, "scalers");

  private static final String SCHEMA = "scaler-schema.json";

  private ScalerGroup() {}

  /** Among what {@code kubectl get all} lists, as HPAs are. */
  static ObjectGroup describe() {
    return new ObjectGroup(
        GROUP,
        VERSION,
        new ObjectNames(KIND, RESOURCE.resource(), "scaler", List.of("scl"), List.of("all")),
        schema());
  }

  private static Map<String, Object> schema() {
    try (InputStream file = ScalerGroup.class.getResourceAsStream(SCHEMA)) {
      if (file == null) {
        throw new IllegalStateException(SCHEMA + " is missing beside " + ScalerGroup.class);
      }
      return map(JsonMapper.shared().readTree(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> map(JsonNode node) {
    Map<String, Object> map = new LinkedHashMap<>();
    node.forEachEntry((name, value) -> map.put(name, value(value)));
    return map;
  }

  private static Object value(JsonNode node) {
    if (node.isObject()) {
      return map(node);
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(item -> list.add(value(item)));
      return list;
    }
    if (node.isBoolean()) {
      return node.asBoolean();
    }
    return node.isInt() ? node.asInt() : node.asString();
  }
}
