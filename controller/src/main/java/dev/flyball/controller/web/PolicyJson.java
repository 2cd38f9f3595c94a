package dev.flyball.controller.web;

import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.report.AgreementJson;
import dev.flyball.controller.report.HpaStatusJson;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Explanation.MetricStep;
import java.time.Instant;
import java.time.ZoneOffset;
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

  static String list(LoopSnapshot snapshot) {
    ObjectNode node = JSON.createObjectNode();
    node.put("at", Instant.ofEpochMilli(snapshot.atMillis()).toString());
    node.put("synced", snapshot.synced());
    ArrayNode items = node.putArray("items");
    snapshot.policies().forEach(report -> items.add(policy(report)));
    return JSON.writeValueAsString(node);
  }

  static String one(PolicyReport report) {
    return JSON.writeValueAsString(policy(report));
  }

  private static ObjectNode policy(PolicyReport report) {
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
              node.put("minReplicas", p.minReplicas()).put("maxReplicas", p.maxReplicas());
            });
    node.put("currentReplicas", report.specReplicas());
    node.put("desiredReplicas", report.desiredReplicas());
    if (report.lastScaleMillis() > 0) {
      node.put("lastScaleTime", Instant.ofEpochMilli(report.lastScaleMillis()).toString());
    }
    node.set("conditions", HpaStatusJson.conditions(report.conditions()));
    ArrayNode problems = node.putArray("problems");
    report.problems().stream().map(Problem::describe).forEach(problems::add);
    node.set("currentMetrics", HpaStatusJson.currentMetrics(report.currentMetrics()));
    report
        .agreement()
        .ifPresent(a -> AgreementJson.put(a, ZoneOffset.UTC, node.putObject("agreement")));
    report.explanation().ifPresent(e -> explanation(e, node.putObject("explanation")));
    return node;
  }

  private static void explanation(Explanation e, ObjectNode node) {
    node.put("at", Instant.ofEpochMilli(e.atMillis()).toString());
    node.put("sentence", e.sentence(ZoneOffset.UTC));
    node.put("outcome", e.outcome().name());
    node.put("currentReplicas", e.currentReplicas()).put("desiredReplicas", e.desiredReplicas());
    node.put("recommendation", e.recommendation()).put("winner", e.winner());
    ArrayNode metrics = node.putArray("metrics");
    for (MetricStep step : e.metrics()) {
      ObjectNode metric = metrics.addObject();
      metric.put("name", step.spec().shortName()).put("replicas", step.replicas());
      metric.put("ratio", step.ratio()).put("withinTolerance", step.withinTolerance());
      step.failure().ifPresent(f -> metric.put("failure", f));
    }
    e.stabilization()
        .ifPresent(
            s ->
                node.putObject("stabilization")
                    .put("reason", s.reason().name())
                    .put("windowSeconds", s.windowSeconds())
                    .put("replicas", s.replicas())
                    .put("until", Instant.ofEpochMilli(s.untilMillis()).toString()));
    e.limit()
        .ifPresent(
            l ->
                node.putObject("limit")
                    .put("reason", l.reason().name())
                    .put("replicas", l.replicas()));
  }
}
