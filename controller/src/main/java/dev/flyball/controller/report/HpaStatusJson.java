package dev.flyball.controller.report;

import dev.flyball.controller.loop.KeptStatus.Values;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.ObjectReference;
import dev.flyball.core.policy.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Conditions and current metrics in exactly the shape of {@code autoscaling/v2}'s HPA status. */
public final class HpaStatusJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private HpaStatusJson() {}

  /** {@code status.conditions}. */
  public static ArrayNode conditions(List<Condition> conditions) {
    ArrayNode array = JSON.createArrayNode();
    for (Condition condition : conditions) {
      array
          .addObject()
          .put("type", condition.type().name())
          .put("status", condition.status() ? "True" : "False")
          .put("lastTransitionTime", Timestamps.seconds(condition.lastTransitionMillis()))
          .put("reason", condition.reason().name())
          .put("message", condition.message());
    }
    return array;
  }

  /** {@code status.currentMetrics}; a metric that failed has an entry without content. */
  public static ArrayNode currentMetrics(List<MetricStatus> statuses) {
    ArrayNode array = JSON.createArrayNode();
    for (MetricStatus status : statuses) {
      ObjectNode entry = array.addObject();
      if (status.valid()) {
        metric(status, entry);
      } else {
        entry.put("type", "");
      }
    }
    return array;
  }

  private static void metric(MetricStatus status, ObjectNode entry) {
    switch (status.spec()) {
      case MetricSpec.Resource m -> {
        entry.put("type", "Resource");
        ObjectNode body = entry.putObject("resource").put("name", m.resource());
        body.set("current", current(status));
      }
      case MetricSpec.ContainerResource m -> {
        entry.put("type", "ContainerResource");
        ObjectNode body = entry.putObject("containerResource").put("name", m.resource());
        body.put("container", m.container()).set("current", current(status));
      }
      case MetricSpec.Pods m -> {
        entry.put("type", "Pods");
        named(entry.putObject("pods"), m.metric()).set("current", current(status));
      }
      case MetricSpec.ObjectMetric m -> {
        entry.put("type", "Object");
        ObjectNode body = named(entry.putObject("object"), m.metric());
        describedObject(body.putObject("describedObject"), m.describedObject());
        body.set("current", current(status));
      }
      case MetricSpec.External m -> {
        entry.put("type", "External");
        named(entry.putObject("external"), m.metric()).set("current", current(status));
      }
    }
  }

  /** Puts the metric's identifier into the body of an entry. */
  static ObjectNode named(ObjectNode body, MetricIdentifier metric) {
    ObjectNode identifier = body.putObject("metric").put("name", metric.name());
    if (metric.selector() != null) {
      ObjectNode selector = identifier.putObject("selector");
      if (!metric.selector().matchLabels().isEmpty()) {
        selector.set("matchLabels", JSON.valueToTree(metric.selector().matchLabels()));
      }
      if (!metric.selector().matchExpressions().isEmpty()) {
        ArrayNode expressions = selector.putArray("matchExpressions");
        for (var requirement : metric.selector().matchExpressions()) {
          ObjectNode expression = expressions.addObject().put("key", requirement.key());
          expression.put("operator", requirement.operator().name());
          if (!requirement.values().isEmpty()) {
            requirement.values().forEach(expression.putArray("values")::add);
          }
        }
      }
    }
    return body;
  }

  static void describedObject(ObjectNode json, ObjectReference object) {
    json.put("kind", object.kind()).put("name", object.name());
    if (!object.apiVersion().isEmpty()) {
      json.put("apiVersion", object.apiVersion());
    }
  }

  /** A {@code MetricValueStatus}: the values that the metric has. */
  static ObjectNode current(MetricStatus status) {
    ObjectNode json = JSON.createObjectNode();
    status.averageUtilization().ifPresent(v -> json.put("averageUtilization", v));
    status.averageValueMilli().ifPresent(v -> json.put("averageValue", Quantity.formatMilli(v)));
    status.valueMilli().ifPresent(v -> json.put("value", Quantity.formatMilli(v)));
    return json;
  }

  /** The values in what {@link #currentMetrics} has made; what cannot be read is not valid. */
  public static List<Values> readMetrics(JsonNode array) {
    List<Values> values = new ArrayList<>();
    for (JsonNode entry : array) {
      String type = entry.path("type").asString("");
      String body = type.isEmpty() ? "" : Character.toLowerCase(type.charAt(0)) + type.substring(1);
      JsonNode current = entry.path(body).path("current");
      JsonNode utilization = current.path("averageUtilization");
      values.add(
          new Values(
              !type.isEmpty(),
              utilization.isInt() ? OptionalInt.of(utilization.asInt()) : OptionalInt.empty(),
              milli(current.path("averageValue")),
              milli(current.path("value"))));
    }
    return values;
  }

  private static OptionalLong milli(JsonNode quantity) {
    try {
      return quantity.isString()
          ? OptionalLong.of(Quantity.parseMilli(quantity.asString()))
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }
}
