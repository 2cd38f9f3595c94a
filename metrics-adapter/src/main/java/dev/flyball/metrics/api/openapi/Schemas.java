package dev.flyball.metrics.api.openapi;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.discovery.ServedVersion;
import java.util.List;
import java.util.Map;

/**
 * The schemas of the lists of metric values.
 *
 * <p>Types of the API machinery (quantities, times, references) are spelt out in place: under their
 * own names they would have to agree with those of the API server to the last word, or its
 * aggregator would rename one of the two.
 */
final class Schemas {
  private Schemas() {}

  /** The name of the schema of a version's lists. */
  static String listName(ServedVersion version) {
    return name(version, version.kind());
  }

  private static String name(ServedVersion version, String kind) {
    boolean external = version.group().equals(ServedVersion.EXTERNAL);
    return "io.k8s.metrics.pkg.apis."
        + (external ? "external_metrics." : "custom_metrics.")
        + version.version()
        + "."
        + kind;
  }

  /** The schemas of a version by their names; references begin with the prefix. */
  static Map<String, Object> of(ServedVersion version, String prefix) {
    boolean external = version.group().equals(ServedVersion.EXTERNAL);
    String itemKind = external ? "ExternalMetricValue" : "MetricValue";
    String item = name(version, itemKind);
    return object(
        listName(version),
        list(version, prefix + item),
        item,
        external ? externalValue() : customValue(version));
  }

  private static Map<String, Object> list(ServedVersion version, String itemReference) {
    Map<String, Object> schema =
        type(
            "A list of values of one metric.",
            object(
                "apiVersion", string("Version of the format of this object."),
                "kind", string("Kind of this object."),
                "metadata", object("description", "Metadata of the list.", "type", "object"),
                "items",
                    object(
                        "description", "The values.",
                        "type", "array",
                        "items", object("$ref", itemReference))),
            List.of("items"));
    schema.put("x-kubernetes-group-version-kind", List.of(groupVersionKind(version)));
    return schema;
  }

  /** Says which kind an operation or a schema is about. */
  static Map<String, Object> groupVersionKind(ServedVersion version) {
    return object("group", version.group(), "kind", version.kind(), "version", version.version());
  }

  private static Map<String, Object> externalValue() {
    return type(
        "A value of one series of an external metric.",
        object(
            "metricName", string("Name of the metric."),
            "metricLabels",
                object(
                    "description", "Labels of the series.",
                    "type", "object",
                    "additionalProperties", object("type", "string")),
            "timestamp", time(),
            "window", window(),
            "value", quantity()),
        List.of("metricName", "metricLabels", "timestamp", "value"));
  }

  private static Map<String, Object> customValue(ServedVersion version) {
    Map<String, Object> fields = object("describedObject", describedObject());
    boolean first = version.version().equals("v1beta1");
    if (first) {
      fields.put("metricName", string("Name of the metric."));
    } else {
      fields.put(
          "metric",
          type(
              "Which metric it is.",
              object("name", string("Name of the metric."), "selector", selector()),
              List.of("name")));
    }
    fields.put("timestamp", time());
    fields.put(first ? "window" : "windowSeconds", window());
    fields.put("value", quantity());
    if (first) {
      fields.put("selector", selector());
    }
    return type(
        "A value of a custom metric of one object.",
        fields,
        List.of("describedObject", first ? "metricName" : "metric", "timestamp", "value"));
  }

  private static Map<String, Object> describedObject() {
    return type(
        "The object that the metric describes.",
        object(
            "kind", string("Kind of the object."),
            "namespace", string("Namespace of the object."),
            "name", string("Name of the object."),
            "apiVersion", string("API version of the object.")),
        List.of());
  }

  private static Map<String, Object> selector() {
    Map<String, Object> strings = object("type", "array", "items", object("type", "string"));
    Map<String, Object> requirement =
        type(
            "A requirement of a label.",
            object(
                "key", string("The label."),
                "operator", string("In, NotIn, Exists or DoesNotExist."),
                "values", strings),
            List.of("key", "operator"));
    return type(
        "The selector of series that was asked with.",
        object(
            "matchLabels",
                object("type", "object", "additionalProperties", object("type", "string")),
            "matchExpressions", object("type", "array", "items", requirement)),
        List.of());
  }

  private static Map<String, Object> type(
      String description, Map<String, Object> properties, List<String> required) {
    Map<String, Object> schema = object("description", description, "type", "object");
    if (!required.isEmpty()) {
      schema.put("required", required);
    }
    schema.put("properties", properties);
    return schema;
  }

  private static Map<String, Object> string(String description) {
    return object("description", description, "type", "string");
  }

  private static Map<String, Object> time() {
    return object(
        "description", "When the value was taken.", "type", "string", "format", "date-time");
  }

  private static Map<String, Object> window() {
    return object(
        "description", "Over how many seconds until then; missing for a value of an instant.",
        "type", "integer",
        "format", "int64");
  }

  private static Map<String, Object> quantity() {
    return string("The value as a quantity, such as 1500m or 2k.");
  }
}
