package dev.flyball.controller.web;

import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.ScaleChange;
import dev.flyball.controller.report.AgreementJson;
import dev.flyball.controller.report.HpaStatusJson;
import dev.flyball.controller.report.ScalerState;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The state of policies as JSON. Times are RFC 3339 in UTC. */
final class PolicyJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private PolicyJson() {}

  static String error(String message) {
    return JSON.writeValueAsString(JSON.createObjectNode().put("error", message));
  }

  static String list(LoopSnapshot snapshot, Optional<String> namespace, View view) {
    ObjectNode node = JSON.createObjectNode();
    node.put("at", Instant.ofEpochMilli(snapshot.atMillis()).toString());
    node.put("synced", snapshot.synced());
    ArrayNode items = node.putArray("items");
    for (PolicyReport report : snapshot.policies()) {
      if (namespace.isEmpty() || namespace.get().equals(report.id().namespace())) {
        items.add(policy(report, view));
      }
    }
    return JSON.writeValueAsString(node);
  }

  static String one(PolicyReport report, View view) {
    return JSON.writeValueAsString(policy(report, view));
  }

  private static ObjectNode policy(PolicyReport report, View view) {
    ObjectNode node = JSON.createObjectNode();
    node.put("namespace", report.id().namespace());
    node.put("configMap", report.id().configMap());
    node.put("key", report.id().key());
    report
        .target()
        .ifPresent(
            t -> node.putObject("scaleTargetRef").put("kind", t.kind()).put("name", t.name()));
    report
        .policy()
        .ifPresent(
            p -> {
              node.put("mode", p.options().mode().name());
              node.put("capacity", p.options().capacity().name());
              node.put("minReplicas", p.minReplicas()).put("maxReplicas", p.maxReplicas());
            });
    node.put("state", ScalerState.of(report).word()).put("reason", ScalerState.reason(report));
    node.put("currentReplicas", report.specReplicas());
    node.put("desiredReplicas", report.desiredReplicas());
    if (report.lastScaleMillis() > 0) {
      node.put("lastScaleTime", Instant.ofEpochMilli(report.lastScaleMillis()).toString());
    }
    node.set("conditions", HpaStatusJson.conditions(report.conditions()));
    ArrayNode problems = node.putArray("problems");
    report.problems().stream().map(Problem::describe).forEach(problems::add);
    node.set("currentMetrics", HpaStatusJson.currentMetrics(report.currentMetrics()));
    ArrayNode changes = node.putArray("scaleChanges");
    for (ScaleChange change : report.scaleChanges()) {
      changes
          .addObject()
          .put("at", Instant.ofEpochMilli(change.atMillis()).toString())
          .put("from", change.from())
          .put("to", change.to())
          .put("sentence", change.sentence());
    }
    report
        .agreement()
        .ifPresent(
            a -> AgreementJson.put(a, view.zone(), view.language(), node.putObject("agreement")));
    report
        .explanation()
        .ifPresent(e -> ExplanationJson.fill(e, view, node.putObject("explanation")));
    return node;
  }
}
