package dev.flyball.controller.web;

import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.report.AgreementJson;
import dev.flyball.controller.report.AgreementText;
import dev.flyball.controller.report.ScalerCells;
import dev.flyball.controller.report.ScalerState;
import dev.flyball.controller.report.TargetsText;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A policy as a row of a list: what one looks at first, in half a kilobyte. */
final class RowJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private RowJson() {}

  static ObjectNode row(PolicyReport report, View view) {
    ObjectNode row = JSON.createObjectNode();
    row.put("id", report.id().toString());
    row.put("namespace", report.id().namespace());
    row.put("name", ScalerCells.name(report.id()));
    report
        .target()
        .ifPresent(t -> row.putObject("target").put("kind", t.kind()).put("name", t.name()));
    row.put("state", ScalerState.of(report).word());
    row.put("reason", ScalerState.reason(report));
    report.policy().ifPresent(policy -> policy(policy, report, row));
    if (report.specReplicas() >= 0) {
      row.put("replicas", report.specReplicas());
      row.put("statusReplicas", report.statusReplicas());
    }
    row.put("desiredReplicas", report.desiredReplicas());
    report.explanation().ifPresent(e -> decided(e, row, view));
    if (!report.told().isEmpty()) {
      row.put("sentence", report.told());
    }
    if (report.lastScaleMillis() > 0) {
      row.put("lastScaleTime", time(report.lastScaleMillis()));
    }
    if (report.createdMillis() > 0) {
      row.put("created", time(report.createdMillis()));
    }
    report.agreement().ifPresent(a -> agreement(a, report, row.putObject("agreement")));
    row.put("problems", report.problems().size());
    return row;
  }

  private static void policy(Policy policy, PolicyReport report, ObjectNode row) {
    row.put("mode", policy.options().mode().name());
    row.put("minReplicas", policy.minReplicas()).put("maxReplicas", policy.maxReplicas());
    ArrayNode metrics = row.putArray("metrics");
    List<MetricStep> steps = report.explanation().map(Explanation::metrics).orElse(List.of());
    for (int i = 0; i < policy.metrics().size(); i++) {
      MetricSpec spec = policy.metrics().get(i);
      ObjectNode metric = metrics.addObject().put("name", spec.shortName());
      metric.put("value", TargetsText.value(spec, report.currentMetrics(), i));
      metric.put("target", TargetsText.target(spec));
      if (i < steps.size() && steps.get(i).spec().equals(spec) && steps.get(i).counts()) {
        metric.put("replicas", steps.get(i).replicas());
      }
    }
    row.put("targets", TargetsText.of(report)).put("allTargets", TargetsText.all(report));
  }

  private static void decided(Explanation explanation, ObjectNode row, View view) {
    row.put("recommendation", explanation.recommendation());
    row.put("sentence", explanation.sentence(view.zone(), view.language()));
    row.put("at", time(explanation.atMillis()));
  }

  private static void agreement(AgreementReport agreement, PolicyReport report, ObjectNode json) {
    AgreementJson.counts(agreement, json);
    json.put("text", AgreementText.of(report));
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
