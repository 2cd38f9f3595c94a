package dev.flyball.controller.report;

import dev.flyball.controller.config.GoDuration;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.Capacity;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.PolicyOptions.PodSelection;
import dev.flyball.core.policy.PolicyOptions.Surge;
import dev.flyball.core.policy.Quantity;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.ScheduledFloor;
import java.math.BigDecimal;
import java.time.ZoneOffset;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy as the spec of {@code autoscaling/v2}'s HPA, defaults filled in as the API server does
 * it, with what goes beyond it under {@code flyball}. Read again, it is the same policy.
 */
public final class PolicySpecJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PolicySpecJson() {}

  /** The spec of a policy. */
  public static ObjectNode of(Policy policy) {
    ObjectNode spec = JSON.createObjectNode();
    ObjectNode target = spec.putObject("scaleTargetRef");
    if (!policy.target().apiVersion().isEmpty()) {
      target.put("apiVersion", policy.target().apiVersion());
    }
    target.put("kind", policy.target().kind()).put("name", policy.target().name());
    spec.put("minReplicas", policy.minReplicas()).put("maxReplicas", policy.maxReplicas());
    ArrayNode metrics = spec.putArray("metrics");
    policy.metrics().forEach(metric -> metric(metric, metrics.addObject()));
    Behavior behavior = policy.behavior();
    if (behavior != null) {
      ObjectNode written = spec.putObject("behavior");
      rules(behavior.scaleUp(), written.putObject("scaleUp"));
      rules(behavior.scaleDown(), written.putObject("scaleDown"));
    }
    if (!policy.options().equals(PolicyOptions.DEFAULT)) {
      options(policy.options(), spec.putObject("flyball"));
    }
    return spec;
  }

  private static void metric(MetricSpec metric, ObjectNode entry) {
    ObjectNode target = target(metric.target());
    switch (metric) {
      case MetricSpec.Resource m -> {
        entry.put("type", "Resource");
        entry.putObject("resource").put("name", m.resource()).set("target", target);
      }
      case MetricSpec.ContainerResource m -> {
        entry.put("type", "ContainerResource");
        ObjectNode body = entry.putObject("containerResource").put("name", m.resource());
        body.put("container", m.container()).set("target", target);
      }
      case MetricSpec.Pods m -> {
        entry.put("type", "Pods");
        HpaStatusJson.named(entry.putObject("pods"), m.metric()).set("target", target);
      }
      case MetricSpec.ObjectMetric m -> {
        entry.put("type", "Object");
        ObjectNode body = HpaStatusJson.named(entry.putObject("object"), m.metric());
        HpaStatusJson.describedObject(body.putObject("describedObject"), m.describedObject());
        body.set("target", target);
      }
      case MetricSpec.External m -> {
        entry.put("type", "External");
        HpaStatusJson.named(entry.putObject("external"), m.metric()).set("target", target);
      }
    }
  }

  private static ObjectNode target(MetricTarget target) {
    ObjectNode json = JSON.createObjectNode();
    switch (target) {
      case MetricTarget.Utilization t ->
          json.put("type", "Utilization").put("averageUtilization", t.percent());
      case MetricTarget.AverageValue t ->
          json.put("type", "AverageValue").put("averageValue", Quantity.formatMilli(t.milli()));
      case MetricTarget.Value t ->
          json.put("type", "Value").put("value", Quantity.formatMilli(t.milli()));
    }
    return json;
  }

  private static void rules(ScalingRules rules, ObjectNode json) {
    rules
        .stabilizationWindowSeconds()
        .ifPresent(seconds -> json.put("stabilizationWindowSeconds", seconds));
    json.put("selectPolicy", rules.selectPolicy().name());
    ArrayNode policies = json.putArray("policies");
    for (ScalingPolicy policy : rules.policies()) {
      policies
          .addObject()
          .put("type", policy.type().name())
          .put("value", policy.value())
          .put("periodSeconds", policy.periodSeconds());
    }
    rules.tolerance().ifPresent(t -> json.put("tolerance", BigDecimal.valueOf(t).toPlainString()));
  }

  private static void options(PolicyOptions options, ObjectNode json) {
    json.put("mode", options.mode().name());
    options.syncPeriod().ifPresent(d -> json.put("syncPeriod", GoDuration.format(d)));
    if (options.metricSelectPolicy() != MetricSelectPolicy.Max) {
      json.put("metricSelectPolicy", options.metricSelectPolicy().name());
    }
    options
        .fallback()
        .ifPresent(
            f ->
                json.putObject("fallback")
                    .put("failures", f.failures())
                    .put("replicas", f.replicas())
                    .put("behavior", f.behavior().name()));
    options
        .cpuInitializationPeriod()
        .ifPresent(d -> json.put("cpuInitializationPeriod", GoDuration.format(d)));
    options
        .initialReadinessDelay()
        .ifPresent(d -> json.put("initialReadinessDelay", GoDuration.format(d)));
    if (options.minReadyPercent() > 0) {
      json.put("minReadyPercent", options.minReadyPercent());
    }
    if (!options.schedule().isEmpty()) {
      ArrayNode schedule = json.putArray("schedule");
      options.schedule().forEach(floor -> floor(floor, schedule.addObject()));
    }
    options
        .scaleToZero()
        .ifPresent(
            z ->
                json.putObject("scaleToZero")
                    .put("cooldown", GoDuration.format(z.cooldown()))
                    .put("activation", Quantity.formatMilli(z.activationMilli())));
    pods(options, json);
  }

  private static void pods(PolicyOptions options, ObjectNode json) {
    if (options.surge() != Surge.Count) {
      json.put("surge", options.surge().name());
    }
    if (options.podSelection() != PodSelection.Labels) {
      json.put("podSelection", options.podSelection().name());
    }
    if (options.capacity() != Capacity.Ignore) {
      json.put("capacity", options.capacity().name());
    }
  }

  private static void floor(ScheduledFloor floor, ObjectNode json) {
    json.put("start", floor.start().toString())
        .put("duration", GoDuration.format(floor.duration()));
    if (!floor.timeZone().equals(ZoneOffset.UTC)) {
      json.put("timeZone", floor.timeZone().getId());
    }
    json.put("minReplicas", floor.minReplicas());
    if (!floor.ramp().isZero()) {
      json.put("ramp", GoDuration.format(floor.ramp()));
    }
  }
}
