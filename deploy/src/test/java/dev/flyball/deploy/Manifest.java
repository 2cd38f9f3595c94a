package dev.flyball.deploy;

import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** The objects of a rendered chart. */
record Manifest(List<JsonNode> objects) {
  /** Refuses fields that the models of the API do not know, instead of keeping them aside. */
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
                  return false;
                }
              })
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private static final KubernetesSerialization KINDS = new KubernetesSerialization();

  /** Kinds of the Prometheus operator, of which there are no models here. */
  private static final Map<String, Class<?>> MONITORING =
      Map.of(
          "ServiceMonitor", MonitoringKinds.ServiceMonitor.class,
          "PodMonitor", MonitoringKinds.PodMonitor.class,
          "PrometheusRule", MonitoringKinds.PrometheusRule.class);

  Manifest {
    objects = List.copyOf(objects);
  }

  static Manifest parse(String text) {
    List<JsonNode> objects = new ArrayList<>();
    try (var documents = TestingHelm.YAML.readerFor(JsonNode.class).<JsonNode>readValues(text)) {
      documents.forEachRemaining(
          document -> {
            if (document.isObject()) {
              objects.add(document);
            }
          });
    }
    return new Manifest(objects);
  }

  /** The objects of a kind. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(o -> o.path("kind").asString("").equals(kind)).toList();
  }

  /** The only object of a kind. */
  JsonNode one(String kind) {
    List<JsonNode> all = all(kind);
    if (all.size() != 1) {
      throw new AssertionError("one " + kind + " was expected: " + all);
    }
    return all.getFirst();
  }

  /** The object of a kind and name. */
  JsonNode one(String kind, String name) {
    return all(kind).stream()
        .filter(o -> o.path("metadata").path("name").asString("").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " in " + all(kind)));
  }

  /** Kind and name of each object. */
  List<String> names() {
    return objects.stream().map(Manifest::name).toList();
  }

  static String name(JsonNode object) {
    return object.path("kind").asString("") + " " + object.at("/metadata/name").asString("");
  }

  /**
   * An object as the model of its kind.
   *
   * @throws tools.jackson.core.JacksonException when it has a field that the API does not know, or
   *     one of another type
   */
  static Object strict(JsonNode object) {
    String apiVersion = object.path("apiVersion").asString("");
    String kind = object.path("kind").asString("");
    Class<?> type =
        apiVersion.startsWith("monitoring.coreos.com/")
            ? MONITORING.get(kind)
            : KINDS.getRegisteredKubernetesResource(apiVersion, kind);
    if (type == null) {
      throw new AssertionError("the API has no " + kind + " in " + apiVersion);
    }
    return STRICT.treeToValue(object, type);
  }

  /** An object as a model that is known beforehand. */
  static <T extends KubernetesResource> T strict(JsonNode object, Class<T> type) {
    return type.cast(strict(object));
  }
}
