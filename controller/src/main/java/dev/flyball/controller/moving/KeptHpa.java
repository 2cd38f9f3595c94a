package dev.flyball.controller.moving;

import dev.flyball.controller.config.ConfigMapText;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * An HPA that was taken out of the cluster, kept whole in a ConfigMap {@code <name>-flyball-hpa}.
 */
final class KeptHpa {
  /** What is added to the name of the HPA. */
  static final String SUFFIX = "-flyball-hpa";

  /** Label of such ConfigMaps, under {@link ConfigMapText#TYPE_LABEL}. */
  static final String TYPE = "kept-hpa";

  private static final String KEY = "hpa.json";

  /** What the server gives an object, and does not take back. */
  private static final List<String> OF_THE_SERVER =
      List.of(
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "managedFields",
          "selfLink");

  private KeptHpa() {}

  static String nameOf(String hpa) {
    return hpa + SUFFIX;
  }

  /** An HPA as it can be created again. */
  static ObjectNode clean(ObjectNode hpa) {
    ObjectNode clean = hpa.deepCopy();
    clean.remove("status");
    clean.put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
    if (clean.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(OF_THE_SERVER);
    }
    return clean;
  }

  /** The ConfigMap that keeps it. */
  static ObjectNode configMap(ObjectNode hpa) {
    JsonNode metadata = hpa.path("metadata");
    ObjectNode kept = JsonMapper.shared().createObjectNode();
    kept.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode head = kept.putObject("metadata");
    head.put("name", nameOf(metadata.path("name").asString("")));
    head.put("namespace", metadata.path("namespace").asString(""));
    head.putObject("labels").put(ConfigMapText.TYPE_LABEL, TYPE);
    kept.putObject("data")
        .put(KEY, JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(hpa));
    return kept;
  }

  static boolean isOurs(ObjectNode configMap) {
    return configMap
        .path("metadata")
        .path("labels")
        .path(ConfigMapText.TYPE_LABEL)
        .asString("")
        .equals(TYPE);
  }

  /** The HPA that a ConfigMap keeps; empty where it keeps none that can be read. */
  static Optional<ObjectNode> read(ObjectNode configMap) {
    try {
      JsonNode hpa = JsonMapper.shared().readTree(configMap.path("data").path(KEY).asString(""));
      return hpa instanceof ObjectNode object && object.has("spec")
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }
}
