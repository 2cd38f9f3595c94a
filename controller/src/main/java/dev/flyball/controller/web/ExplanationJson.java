package dev.flyball.controller.web;

import dev.flyball.controller.journal.LoggedDecision;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.WhatIf;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a decision came about, and what would have to change for another outcome, as JSON. */
final class ExplanationJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ExplanationJson() {}

  /** A decision that is kept. */
  static ObjectNode logged(LoggedDecision decision, View view) {
    ObjectNode node = JSON.createObjectNode();
    fill(decision.explanation(), view, node);
    node.put("lastAt", time(decision.lastMillis()));
    node.put("repeats", decision.count() - 1);
    ArrayNode whatIf = node.putArray("whatIf");
    for (WhatIf change : decision.whatIf()) {
      WhatIfJson.fill(change, view, whatIf.addObject());
    }
    return node;
  }

  /** Writes a decision's steps into an object. */
  static void fill(Explanation e, View view, ObjectNode node) {
    node.put("at", time(e.atMillis()));
    node.put("sentence", e.sentence(view.zone(), view.language()));
    node.put("outcome", e.outcome().name());
    node.put("currentReplicas", e.currentReplicas()).put("desiredReplicas", e.desiredReplicas());
    node.put("minReplicas", e.minReplicas()).put("maxReplicas", e.maxReplicas());
    node.put("recommendation", e.recommendation()).put("winner", e.winner());
    ArrayNode metrics = node.putArray("metrics");
    for (MetricStep step : e.metrics()) {
      metric(step, metrics.addObject());
    }
    steps(e, node);
  }

  /** What came after the metrics, where it made a difference. */
  private static void steps(Explanation e, ObjectNode node) {
    e.stabilization()
        .ifPresent(
            s ->
                node.putObject("stabilization")
                    .put("reason", s.reason().name())
                    .put("windowSeconds", s.windowSeconds())
                    .put("replicas", s.replicas())
                    .put("since", time(s.sinceMillis()))
                    .put("until", time(s.untilMillis())));
    e.rate().ifPresent(r -> rate(r, node.putObject("rate")));
    e.limit()
        .ifPresent(
            l ->
                node.putObject("limit")
                    .put("reason", l.reason().name())
                    .put("replicas", l.replicas()));
    e.ready()
        .ifPresent(r -> node.putObject("ready").put("pods", r.pods()).put("percent", r.percent()));
    e.room()
        .ifPresent(
            r ->
                node.putObject("room")
                    .put("replicas", r.replicas())
                    .put("more", e.moreRoom().orElse(0))
                    .put("reason", r.reason().name())
                    .put("shortage", r.shortage())
                    .put("exceeded", r.exceeded()));
    e.zero()
        .ifPresent(
            z -> node.putObject("zero").put("replicas", z.replicas()).put("waking", z.waking()));
    e.scheduled()
        .ifPresent(
            s ->
                node.putObject("scheduled")
                    .put("minReplicas", s.floor().minReplicas())
                    .put("rising", s.rising())
                    .put("until", time(s.untilMillis())));
  }

  private static void metric(MetricStep step, ObjectNode metric) {
    metric.put("name", step.spec().shortName()).put("replicas", step.replicas());
    MetricValue value = MetricValue.of(step);
    metric.put("unit", value.unit()).put("target", value.target());
    if (value.known()) {
      metric.put("value", value.current());
    }
    metric.put("ratio", step.ratio()).put("withinTolerance", step.withinTolerance());
    metric.put("standing", step.standing().name());
    metric
        .putObject("pods")
        .put("ready", step.pods().ready())
        .put("unready", step.pods().unready())
        .put("missing", step.pods().missing())
        .put("ignored", step.pods().ignored());
    step.failure().ifPresent(f -> metric.put("failure", f));
  }

  private static void rate(Explanation.RateStep step, ObjectNode rate) {
    rate.put("direction", step.up() ? "up" : "down").put("select", step.selectPolicy().name());
    rate.put("chosen", step.chosen());
    ArrayNode policies = rate.putArray("policies");
    for (Explanation.RateUse use : step.policies()) {
      ObjectNode policy = policies.addObject().put("type", use.policy().type().name());
      policy.put("value", use.policy().value()).put("periodSeconds", use.policy().periodSeconds());
      policy.put("added", use.added()).put("removed", use.removed()).put("limit", use.limit());
      use.freesAtMillis().ifPresent(at -> policy.put("freesAt", time(at)));
    }
  }

  static String time(long millis) {
    return Instant.ofEpochMilli(millis).toString();
  }
}
