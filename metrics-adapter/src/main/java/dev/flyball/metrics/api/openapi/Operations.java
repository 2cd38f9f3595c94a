package dev.flyball.metrics.api.openapi;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.discovery.ServedVersion;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The paths at which metrics are read, in the words of either version of OpenAPI. */
final class Operations {
  private static final Parameter NAMESPACE =
      new Parameter("namespace", "path", "Namespace of the objects.");
  private static final Parameter RESOURCE =
      new Parameter("resource", "path", "Kind of the objects, such as pods or deployments.apps.");
  private static final Parameter NAME =
      new Parameter("name", "path", "Name of the object, or * for all that are selected.");
  private static final Parameter METRIC = new Parameter("metric", "path", "Name of the metric.");
  private static final Parameter OBJECTS =
      new Parameter("labelSelector", "query", "Which objects, where the name is *.");
  private static final Parameter SERIES =
      new Parameter("labelSelector", "query", "Which series of the metric.");
  private static final Parameter METRIC_SERIES =
      new Parameter("metricLabelSelector", "query", "Which series of the metric.");

  private Operations() {}

  private record Parameter(String name, String in, String description) {}

  /** How the two versions of OpenAPI differ. */
  enum Dialect {
    V2 {
      @Override
      String references() {
        return "#/definitions/";
      }

      @Override
      Map<String, Object> parameter(Map<String, Object> parameter) {
        parameter.put("type", "string");
        parameter.put("uniqueItems", true);
        return parameter;
      }

      @Override
      Map<String, Object> content(Map<String, Object> schema) {
        return object("schema", schema);
      }
    },
    V3 {
      @Override
      String references() {
        return "#/components/schemas/";
      }

      @Override
      Map<String, Object> parameter(Map<String, Object> parameter) {
        parameter.put("schema", object("type", "string", "uniqueItems", true));
        return parameter;
      }

      @Override
      Map<String, Object> content(Map<String, Object> schema) {
        Map<String, Object> content = new LinkedHashMap<>();
        for (String type : MEDIA_TYPES) {
          content.put(type, object("schema", schema));
        }
        return object("content", content);
      }
    };

    /** Begins references to schemas. */
    abstract String references();

    abstract Map<String, Object> parameter(Map<String, Object> parameter);

    abstract Map<String, Object> content(Map<String, Object> schema);
  }

  static final List<String> MEDIA_TYPES =
      List.of("application/json", "application/vnd.kubernetes.protobuf");

  /** The paths of a version. */
  static Map<String, Object> paths(ServedVersion version, Dialect dialect) {
    String root = "/apis/" + version.groupVersion();
    if (version.group().equals(ServedVersion.EXTERNAL)) {
      return object(
          root + "/namespaces/{namespace}/{metric}",
          path("Namespaced", List.of(NAMESPACE, METRIC, SERIES), version, dialect));
    }
    return object(
        root + "/namespaces/{namespace}/metrics/{metric}",
            path("OfNamespace", List.of(NAMESPACE, METRIC, METRIC_SERIES), version, dialect),
        root + "/namespaces/{namespace}/{resource}/{name}/{metric}",
            path(
                "Namespaced",
                List.of(NAMESPACE, RESOURCE, NAME, METRIC, OBJECTS, METRIC_SERIES),
                version,
                dialect),
        root + "/{resource}/{name}/{metric}",
            path("", List.of(RESOURCE, NAME, METRIC, OBJECTS, METRIC_SERIES), version, dialect));
  }

  private static Map<String, Object> path(
      String scope, List<Parameter> parameters, ServedVersion version, Dialect dialect) {
    Map<String, Object> ok = object("description", "OK");
    ok.putAll(dialect.content(object("$ref", dialect.references() + Schemas.listName(version))));
    Map<String, Object> get =
        object(
            "description", "Reads values of a metric.",
            "operationId", operationId(scope, version),
            "tags", List.of(tag(version)));
    if (dialect == Dialect.V2) {
      get.put("produces", MEDIA_TYPES);
      get.put("schemes", List.of("https"));
    }
    get.put("responses", object("200", ok));
    get.put("x-kubernetes-action", "list");
    get.put("x-kubernetes-group-version-kind", Schemas.groupVersionKind(version));
    return object(
        "get", get, "parameters", parameters.stream().map(p -> parameter(p, dialect)).toList());
  }

  private static Map<String, Object> parameter(Parameter parameter, Dialect dialect) {
    Map<String, Object> object =
        object(
            "name", parameter.name(),
            "in", parameter.in(),
            "description", parameter.description());
    if (parameter.in().equals("path")) {
      object.put("required", true);
    }
    return dialect.parameter(object);
  }

  private static String tag(ServedVersion version) {
    boolean external = version.group().equals(ServedVersion.EXTERNAL);
    return (external ? "externalMetrics_" : "customMetrics_") + version.version();
  }

  private static String operationId(String scope, ServedVersion version) {
    boolean external = version.group().equals(ServedVersion.EXTERNAL);
    String v = version.version();
    return "list"
        + (external ? "ExternalMetrics" : "CustomMetrics")
        + Character.toUpperCase(v.charAt(0))
        + v.substring(1)
        + scope
        + version.kind();
  }
}
