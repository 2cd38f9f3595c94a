package dev.flyball.controller.cluster;

import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.KeptStatus;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.ScaleChange;
import dev.flyball.controller.report.AgreementJson;
import dev.flyball.controller.report.HpaStatusJson;
import dev.flyball.controller.report.Timestamps;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.Language;
import dev.flyball.core.policy.Policy;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status of one policy as its key of the status ConfigMap has it: for people, then history. */
final class StatusDocument {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String TARGET = "target";
  private static final String LAST_SCALE = "lastScale";
  private static final String EXPLANATION = "explanation";
  private static final String CURRENT_METRICS = "currentMetrics";
  private static final String SCALE_CHANGES = "scaleChanges";

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
    report.explanation().ifPresent(e -> json.put(EXPLANATION, e.sentence(zone)));
    report
        .agreement()
        .ifPresent(a -> AgreementJson.put(a, zone, Language.English, json.putObject("agreement")));
    if (!report.scaleChanges().isEmpty()) {
      ArrayNode changes = json.putArray(SCALE_CHANGES);
      for (ScaleChange change : report.scaleChanges()) {
        changes
            .addObject()
            .put("time", Timestamps.seconds(change.atMillis()))
            .put("from", change.from())
            .put("to", change.to())
            .put("sentence", change.sentence());
      }
    }
    json.set("conditions", HpaStatusJson.conditions(report.conditions()));
    json.set(CURRENT_METRICS, HpaStatusJson.currentMetrics(report.currentMetrics()));
    if (!report.problems().isEmpty()) {
      ArrayNode problems = json.putArray("problems");
      for (Problem problem : report.problems()) {
        problems.add(problem.describe());
      }
    }
    json.set("history", history(report, report.history()));
    return JSON.writer().with(LINES).writeValueAsString(json);
  }

  /** Replicas and this history alone, without a space. */
  static String brief(PolicyReport report, HistorySnapshot history) {
    ObjectNode json = replicas(report);
    json.set("history", history(report, history));
    return json.toString();
  }

  /** The history, with what has to be known to go on with it. */
  private static ObjectNode history(PolicyReport report, HistorySnapshot history) {
    ObjectNode json = HistoryCodec.encode(history);
    report.target().ifPresent(target -> json.put(TARGET, target.text()));
    return json.put(LAST_SCALE, report.lastScaleMillis());
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
   * What can be gone on with in a document.
   *
   * @param savedMillis when it was written, in epoch milliseconds
   * @throws IllegalArgumentException when there is none that can be used; the message says why
   */
  static KeptStatus kept(String document, long savedMillis) {
    try {
      JsonNode status = JSON.readTree(document);
      JsonNode history = status.path("history");
      return new KeptStatus(
          HistoryCodec.decode(history),
          history.path(TARGET).asString(""),
          Math.max(0, history.path(LAST_SCALE).asLong(0)),
          scaleChanges(status.path(SCALE_CHANGES)),
          savedMillis,
          new KeptStatus.Told(
              status.path("desiredReplicas").asInt(0),
              status.path(EXPLANATION).asString(""),
              HpaStatusJson.readMetrics(status.path(CURRENT_METRICS))));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /** They are told and not decided on: what is wrong with one costs that one. */
  private static List<ScaleChange> scaleChanges(JsonNode array) {
    List<ScaleChange> changes = new ArrayList<>();
    for (JsonNode change : array) {
      long at = Times.millis(change.path("time").asString(""));
      if (at > 0 && changes.size() < ScaleChange.MOST) {
        changes.add(
            new ScaleChange(
                at,
                change.path("from").asInt(0),
                change.path("to").asInt(0),
                change.path("sentence").asString("")));
      }
    }
    return changes;
  }
}
