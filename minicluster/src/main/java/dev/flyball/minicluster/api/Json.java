package dev.flyball.minicluster.api;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reading and writing of JSON trees: the one form in which this API server knows objects. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /** Without it a text that begins with a brace would be read as strict JSON. */
  private static final String DOCUMENT = "---\n";

  private static final KubernetesSerialization MODELS = new KubernetesSerialization();

  private Json() {}

  /** A new empty object. */
  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Parses a JSON document that must be an object.
   *
   * @throws ApiException 400 when it is not
   */
  public static ObjectNode parse(byte[] json) {
    try {
      if (MAPPER.readTree(json) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw ApiException.badRequest(
          "the body of the request is not valid JSON: " + e.getOriginalMessage());
    }
    throw ApiException.badRequest("the body of the request must be a JSON object");
  }

  /**
   * Parses any JSON document.
   *
   * @throws ApiException 400 when it is none
   */
  static JsonNode parseAny(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JacksonException e) {
      throw ApiException.badRequest(
          "the body of the request is not valid JSON: " + e.getOriginalMessage());
    }
  }

  /**
   * Parses a YAML (or JSON) document that must be an object.
   *
   * @throws ApiException 400 when it is not
   */
  public static ObjectNode parseYaml(String yaml) {
    try {
      if (MODELS.unmarshal(DOCUMENT + yaml, JsonNode.class) instanceof ObjectNode object) {
        return object;
      }
    } catch (RuntimeException e) {
      throw ApiException.badRequest("the body of the request is not valid YAML: " + e.getMessage());
    }
    throw ApiException.badRequest("the body of the request must be an object");
  }

  /** The tree of a fabric8 model object. */
  public static ObjectNode ofModel(Object model) {
    return parse(MODELS.asJson(model).getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  /** The tree as fabric8 model object. */
  public static <T> T toModel(JsonNode tree, Class<T> type) {
    return MODELS.unmarshal(MAPPER.writeValueAsString(tree), type);
  }

  /** The document in UTF-8, without white space. */
  public static byte[] bytes(JsonNode tree) {
    return MAPPER.writeValueAsBytes(tree);
  }

  /** The child object, made when it is absent or null. */
  public static ObjectNode child(ObjectNode parent, String name) {
    return parent.get(name) instanceof ObjectNode present ? present : parent.putObject(name);
  }

  /** A string field; empty when absent. */
  public static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  /** An object of strings as sorted map; empty when absent. */
  public static Map<String, String> strings(JsonNode node) {
    if (node.isEmpty()) {
      return Map.of();
    }
    var map = new TreeMap<String, String>();
    for (var entry : node.properties()) {
      map.put(entry.getKey(), entry.getValue().asString(""));
    }
    return map;
  }

  /** Whether two trees say the same, however their numbers are held. */
  public static boolean same(JsonNode a, JsonNode b) {
    return a.equals(Json::compareValues, b);
  }

  private static int compareValues(JsonNode a, JsonNode b) {
    if (a.isNumber() && b.isNumber()) {
      return a.decimalValue().compareTo(b.decimalValue());
    }
    return a.equals(b) ? 0 : 1;
  }

  /** Follows a path like {@code .status.replicas} or {@code spec.replicas}. */
  static JsonNode at(JsonNode node, String path) {
    JsonNode here = node;
    for (String step : steps(path)) {
      here = here.path(step);
    }
    return here;
  }

  /** Sets the integer at a path, making objects on the way. */
  static void setInt(ObjectNode node, String path, int value) {
    var steps = steps(path);
    ObjectNode here = node;
    for (int i = 0; i < steps.size() - 1; i++) {
      here = child(here, steps.get(i));
    }
    here.put(steps.getLast(), value);
  }

  private static java.util.List<String> steps(String path) {
    return java.util.Arrays.asList(
        (path.startsWith(".") ? path.substring(1) : path).split("\\.", -1));
  }
}
