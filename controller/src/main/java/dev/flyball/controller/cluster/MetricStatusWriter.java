package dev.flyball.controller.cluster;

import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Quantity;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes current metrics in the shape that the HPA's status has. */
public final class MetricStatusWriter {
  private static final JsonMapper JSON = JsonMapper.shared();

  private MetricStatusWriter() {}

  /** The {@code status.currentMetrics} of an HPA with these values. */
  public static JsonNode write(List<MetricStatus> statuses) {
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
        current(status, entry.putObject("resource").put("name", m.resource()));
      }
      case MetricSpec.ContainerResource m -> {
        entry.put("type", "ContainerResource");
        ObjectNode body = entry.putObject("containerResource").put("name", m.resource());
        current(status, body.put("container", m.container()));
      }
      case MetricSpec.Pods m -> {
        entry.put("type", "Pods");
        current(status, named(entry.putObject("pods"), m.metric()));
      }
      case MetricSpec.ObjectMetric m -> {
        entry.put("type", "Object");
        ObjectNode body = named(entry.putObject("object"), m.metric());
        ObjectNode described = body.putObject("describedObject");
        described.put("kind", m.describedObject().kind());
        described.put("name", m.describedObject().name());
        if (!m.describedObject().apiVersion().isEmpty()) {
          described.put("apiVersion", m.describedObject().apiVersion());
        }
        current(status, body);
      }
      case MetricSpec.External m -> {
        entry.put("type", "External");
        current(status, named(entry.putObject("external"), m.metric()));
      }
    }
  }

  private static ObjectNode named(ObjectNode body, MetricIdentifier metric) {
    ObjectNode identifier = body.putObject("metric").put("name", metric.name());
    if (metric.selector() != null) {
      ObjectNode selector = identifier.putObject("selector");
      if (!metric.selector().matchLabels().isEmpty()) {
        selector.set("matchLabels", JSON.valueToTree(metric.selector().matchLabels()));
      }
      if (!metric.selector().matchExpressions().isEmpty()) {
        selector.set("matchExpressions", JSON.valueToTree(metric.selector().matchExpressions()));
      }
    }
    return body;
  }

  private static void current(MetricStatus status, ObjectNode body) {
    ObjectNode current = body.putObject("current");
    status.averageUtilization().ifPresent(v -> current.put("averageUtilization", v));
    status.averageValueMilli().ifPresent(v -> current.put("averageValue", Quantity.formatMilli(v)));
    status.valueMilli().ifPresent(v -> current.put("value", Quantity.formatMilli(v)));
  }
}
