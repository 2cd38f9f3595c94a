package dev.flyball.controller.scalers;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.ScaleChange;
import dev.flyball.controller.report.AgreementJson;
import dev.flyball.controller.report.HpaStatusJson;
import dev.flyball.controller.report.PolicySpecJson;
import dev.flyball.controller.report.ScalerState;
import dev.flyball.controller.report.Timestamps;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Language;
import java.time.ZoneOffset;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Scalers as JSON: every field of an HPA under its name, and what goes beyond it. */
final class ScalerJson {
  static final String META_VERSION = "meta.k8s.io/v1";
  private static final JsonMapper JSON = JsonMapper.shared();

  private ScalerJson() {}

  /** The whole object. */
  static ObjectNode object(Scaler scaler) {
    ObjectNode json = kind(ScalerGroup.API_VERSION, ScalerGroup.KIND);
    json.set("metadata", metadata(scaler));
    scaler.report().policy().ifPresent(policy -> json.set("spec", PolicySpecJson.of(policy)));
    json.set("status", status(scaler));
    return json;
  }

  /** Its metadata as an object. */
  static ObjectNode partial(Scaler scaler) {
    ObjectNode json = kind(META_VERSION, "PartialObjectMetadata");
    json.set("metadata", metadata(scaler));
    return json;
  }

  static ObjectNode kind(String apiVersion, String kind) {
    return JSON.createObjectNode().put("apiVersion", apiVersion).put("kind", kind);
  }

  private static ObjectNode metadata(Scaler scaler) {
    PolicyReport report = scaler.report();
    PolicyId id = report.id();
    String owner = report.owner().uid();
    ObjectNode json = JSON.createObjectNode().put("name", scaler.name());
    json.put("namespace", id.namespace()).put("uid", ScalerNames.uid(owner, id));
    json.put("resourceVersion", String.valueOf(scaler.version()));
    if (report.createdMillis() > 0) {
      json.put("creationTimestamp", Timestamps.seconds(report.createdMillis()));
    } else {
      json.putNull("creationTimestamp");
    }
    if (!report.owner().labels().isEmpty()) {
      ObjectNode labels = json.putObject("labels");
      report.owner().labels().entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(label -> labels.put(label.getKey(), label.getValue()));
    }
    json.putObject("annotations")
        .put("flyball.dev/configmap", id.configMap())
        .put("flyball.dev/key", id.key());
    if (!owner.isEmpty()) {
      json.putArray("ownerReferences")
          .addObject()
          .put("apiVersion", "v1")
          .put("kind", "ConfigMap")
          .put("name", id.configMap())
          .put("uid", owner)
          .put("controller", true);
    }
    return json;
  }

  private static ObjectNode status(Scaler scaler) {
    PolicyReport report = scaler.report();
    ObjectNode json = JSON.createObjectNode();
    if (report.statusReplicas() >= 0) {
      json.put("currentReplicas", report.statusReplicas());
    }
    json.put("desiredReplicas", report.desiredReplicas());
    if (report.lastScaleMillis() > 0) {
      json.put("lastScaleTime", Timestamps.seconds(report.lastScaleMillis()));
    }
    report.policy().ifPresent(policy -> json.put("mode", policy.options().mode().name()));
    json.put("state", ScalerState.of(report).name());
    json.put("reason", ScalerState.reason(report));
    if (!scaler.sentence().isEmpty()) {
      json.put("sentence", scaler.sentence());
    }
    report.explanation().ifPresent(e -> decision(e, json.putObject("lastDecision")));
    report
        .agreement()
        .ifPresent(
            a ->
                AgreementJson.put(
                    a, ZoneOffset.UTC, Language.English, json.putObject("agreement")));
    if (!report.problems().isEmpty()) {
      ArrayNode problems = json.putArray("problems");
      report.problems().stream().map(Problem::describe).forEach(problems::add);
    }
    json.set("conditions", HpaStatusJson.conditions(report.conditions()));
    json.set("currentMetrics", HpaStatusJson.currentMetrics(report.currentMetrics()));
    changes(report, json);
    return json;
  }

  private static void decision(Explanation explanation, ObjectNode json) {
    json.put("time", Timestamps.seconds(explanation.atMillis()));
    json.put("outcome", explanation.outcome().name());
    json.put("currentReplicas", explanation.currentReplicas());
    json.put("recommendedReplicas", explanation.recommendation());
    json.put("desiredReplicas", explanation.desiredReplicas());
    json.put("minReplicas", explanation.minReplicas());
    json.put("maxReplicas", explanation.maxReplicas());
  }

  private static void changes(PolicyReport report, ObjectNode json) {
    if (report.scaleChanges().isEmpty()) {
      return;
    }
    ArrayNode changes = json.putArray("scaleChanges");
    for (ScaleChange change : report.scaleChanges()) {
      changes
          .addObject()
          .put("time", Timestamps.seconds(change.atMillis()))
          .put("from", change.from())
          .put("to", change.to())
          .put("sentence", change.sentence());
    }
  }
}
