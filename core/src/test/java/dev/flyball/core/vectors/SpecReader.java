package dev.flyball.core.vectors;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.ObjectReference;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.Quantity;
import dev.flyball.core.policy.ScaleTargetRef;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/** Reads a recorded, valid {@code autoscaling/v2} spec and fills in the API server's defaults. */
final class SpecReader {
  private SpecReader() {}

  static Policy policy(JsonNode spec) {
    JsonNode target = spec.get("scaleTargetRef");
    List<MetricSpec> metrics = new ArrayList<>();
    spec.path("metrics").forEach(metric -> metrics.add(metric(metric)));
    return new Policy(
        new ScaleTargetRef(
            target.path("apiVersion").asString(""),
            target.get("kind").asString(),
            target.get("name").asString()),
        spec.path("minReplicas").asInt(Policy.DEFAULT_MIN_REPLICAS),
        spec.get("maxReplicas").asInt(),
        metrics.isEmpty() ? Policy.DEFAULT_METRICS : metrics,
        spec.has("behavior") ? behavior(spec.get("behavior")) : null,
        PolicyOptions.DEFAULT);
  }

  private static MetricSpec metric(JsonNode metric) {
    String type = metric.get("type").asString();
    return switch (type) {
      case "Resource" -> {
        JsonNode m = metric.get("resource");
        yield new MetricSpec.Resource(m.get("name").asString(), target(m));
      }
      case "ContainerResource" -> {
        JsonNode m = metric.get("containerResource");
        yield new MetricSpec.ContainerResource(
            m.get("name").asString(), m.get("container").asString(), target(m));
      }
      case "Pods" -> {
        JsonNode m = metric.get("pods");
        yield new MetricSpec.Pods(identifier(m), (MetricTarget.AverageValue) target(m));
      }
      case "Object" -> {
        JsonNode m = metric.get("object");
        JsonNode described = m.get("describedObject");
        yield new MetricSpec.ObjectMetric(
            identifier(m),
            new ObjectReference(
                described.path("apiVersion").asString(""),
                described.get("kind").asString(),
                described.get("name").asString()),
            target(m));
      }
      case "External" -> {
        JsonNode m = metric.get("external");
        yield new MetricSpec.External(identifier(m), target(m));
      }
      default -> throw new IllegalArgumentException("unknown metric type " + type);
    };
  }

  private static MetricTarget target(JsonNode metric) {
    JsonNode target = metric.get("target");
    return switch (target.get("type").asString()) {
      case "Utilization" -> new MetricTarget.Utilization(target.get("averageUtilization").asInt());
      case "AverageValue" ->
          new MetricTarget.AverageValue(Quantity.parseMilli(target.get("averageValue").asString()));
      case "Value" -> new MetricTarget.Value(Quantity.parseMilli(target.get("value").asString()));
      default -> throw new IllegalArgumentException("unknown target " + target);
    };
  }

  private static MetricIdentifier identifier(JsonNode metric) {
    JsonNode identifier = metric.get("metric");
    String name = identifier.get("name").asString();
    return identifier.has("selector")
        ? new MetricIdentifier(name, selector(identifier.get("selector")))
        : MetricIdentifier.of(name);
  }

  private static LabelSelector selector(JsonNode selector) {
    Map<String, String> labels = new LinkedHashMap<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(e -> labels.put(e.getKey(), e.getValue().asString()));
    List<LabelSelector.Requirement> requirements = new ArrayList<>();
    for (JsonNode expression : selector.path("matchExpressions")) {
      List<String> values = new ArrayList<>();
      expression.path("values").forEach(value -> values.add(value.asString()));
      requirements.add(
          new LabelSelector.Requirement(
              expression.get("key").asString(),
              LabelSelector.Operator.valueOf(expression.get("operator").asString()),
              values));
    }
    return new LabelSelector(labels, requirements);
  }

  private static Behavior behavior(JsonNode behavior) {
    return new Behavior(
        rules(behavior.path("scaleUp"), ScalingRules.DEFAULT_UP),
        rules(behavior.path("scaleDown"), ScalingRules.DEFAULT_DOWN));
  }

  private static ScalingRules rules(JsonNode rules, ScalingRules defaults) {
    List<ScalingPolicy> policies = new ArrayList<>();
    for (JsonNode policy : rules.path("policies")) {
      policies.add(
          new ScalingPolicy(
              ScalingPolicy.Type.valueOf(policy.get("type").asString()),
              policy.get("value").asInt(),
              policy.get("periodSeconds").asInt()));
    }
    return new ScalingRules(
        rules.has("stabilizationWindowSeconds")
            ? OptionalInt.of(rules.get("stabilizationWindowSeconds").asInt())
            : defaults.stabilizationWindowSeconds(),
        rules.has("selectPolicy")
            ? SelectPolicy.valueOf(rules.get("selectPolicy").asString())
            : defaults.selectPolicy(),
        policies.isEmpty() ? defaults.policies() : policies,
        rules.has("tolerance")
            ? OptionalDouble.of(Quantity.parseDouble(rules.get("tolerance").asString()))
            : OptionalDouble.empty());
  }
}
