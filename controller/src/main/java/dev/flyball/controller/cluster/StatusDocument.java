package dev.flyball.controller.cluster;

import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import java.time.Instant;
import java.time.ZoneOffset;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status of one policy as JSON text: what people look for first, the history last. */
final class StatusDocument {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private StatusDocument() {}

  static String write(PolicyReport report) {
    ObjectNode node = JSON.createObjectNode();
    node.put("currentReplicas", report.specReplicas());
    node.put("desiredReplicas", report.desiredReplicas());
    report.explanation().ifPresent(e -> node.put("explanation", e.sentence(ZoneOffset.UTC)));
    if (report.lastScaleMillis() > 0) {
      node.put("lastScaleTime", Instant.ofEpochMilli(report.lastScaleMillis()).toString());
    }
    if (!report.problems().isEmpty()) {
      ArrayNode problems = node.putArray("problems");
      report.problems().stream().map(Problem::describe).forEach(problems::add);
    }
    ArrayNode conditions = node.putArray("conditions");
    for (Condition c : report.conditions()) {
      conditions
          .addObject()
          .put("type", c.type().name())
          .put("status", c.status() ? "True" : "False")
          .put("reason", c.reason().name())
          .put("message", c.message())
          .put("lastTransitionTime", Instant.ofEpochMilli(c.lastTransitionMillis()).toString());
    }
    node.set("currentMetrics", MetricStatusWriter.write(report.currentMetrics()));
    node.set("history", HistoryCodec.write(report.history()));
    return JSON.writeValueAsString(node);
  }
}
