package dev.flyball.controller.cluster;

import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.report.HpaStatusJson;
import dev.flyball.controller.report.Timestamps;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.policy.Policy;
import java.time.ZoneId;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status of one policy as its key of the status ConfigMap has it: for people, then history. */
final class StatusDocument {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** One field a line, in the same way on every system. */
  private static final DefaultPrettyPrinter LINES =
      new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER))
          .withObjectIndenter(new DefaultIndenter("  ", "\n"));

  private StatusDocument() {}

  /** Everything, laid out for people. */
  static String full(PolicyReport report, ZoneId zone) {
    ObjectNode json = replicas(report);
    report.policy().ifPresent(policy -> spec(json, policy));
    if (report.lastScaleMillis() > 0) {
      json.put("lastScaleTime", Timestamps.seconds(report.lastScaleMillis()));
    }
    report.explanation().ifPresent(e -> json.put("explanation", e.sentence(zone)));
    json.set("conditions", HpaStatusJson.conditions(report.conditions()));
    json.set("currentMetrics", HpaStatusJson.currentMetrics(report.currentMetrics()));
    if (!report.problems().isEmpty()) {
      ArrayNode problems = json.putArray("problems");
      for (Problem problem : report.problems()) {
        problems.add(problem.describe());
      }
    }
    json.set("history", HistoryCodec.encode(report.history()));
    return JSON.writer().with(LINES).writeValueAsString(json);
  }

  /** Replicas and this history alone, without a space. */
  static String brief(PolicyReport report, HistorySnapshot history) {
    ObjectNode json = replicas(report);
    json.set("history", HistoryCodec.encode(history));
    return json.toString();
  }

  private static ObjectNode replicas(PolicyReport report) {
    ObjectNode json = JSON.createObjectNode();
    if (report.specReplicas() >= 0) {
      json.put("currentReplicas", report.specReplicas());
    }
    return json.put("desiredReplicas", report.desiredReplicas());
  }

  private static void spec(ObjectNode json, Policy policy) {
    json.put("minReplicas", policy.minReplicas()).put("maxReplicas", policy.maxReplicas());
    json.put("mode", policy.options().mode().name());
    json.put("target", policy.target().kind() + "/" + policy.target().name());
  }

  /**
   * The history in a document.
   *
   * @throws IllegalArgumentException when there is none that can be used; the message says why
   */
  static HistorySnapshot history(String document) {
    try {
      return HistoryCodec.decode(JSON.readTree(document).path("history"));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }
}
