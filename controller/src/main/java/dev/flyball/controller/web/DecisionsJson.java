package dev.flyball.controller.web;

import dev.flyball.controller.journal.LoggedDecision;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.decide.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Decisions as columns, one array a field and one place in it a decision: what plots want. */
final class DecisionsJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private DecisionsJson() {}

  /** Times are epoch milliseconds. */
  static ObjectNode columns(List<LoggedDecision> decisions, View view, boolean sentences) {
    ObjectNode node = JSON.createObjectNode();
    node.put("count", decisions.size());
    ArrayNode at = node.putArray("at");
    ArrayNode lastAt = node.putArray("lastAt");
    ArrayNode repeats = node.putArray("repeats");
    for (LoggedDecision decision : decisions) {
      at.add(decision.atMillis());
      lastAt.add(decision.lastMillis());
      repeats.add(decision.count() - 1);
    }
    List<Explanation> explanations = decisions.stream().map(LoggedDecision::explanation).toList();
    replicas(explanations, node);
    held(explanations, node);
    if (sentences) {
      ArrayNode column = node.putArray("sentence");
      explanations.forEach(e -> column.add(e.sentence(view.zone(), view.language())));
    }
    metrics(explanations, node.putArray("metrics"));
    return node;
  }

  private static void replicas(List<Explanation> explanations, ObjectNode node) {
    ArrayNode outcome = node.putArray("outcome");
    ArrayNode replicas = node.putArray("replicas");
    ArrayNode ready = node.putArray("ready");
    ArrayNode min = node.putArray("min");
    ArrayNode max = node.putArray("max");
    ArrayNode recommendation = node.putArray("recommendation");
    ArrayNode decision = node.putArray("decision");
    for (Explanation e : explanations) {
      outcome.add(e.outcome().name());
      replicas.add(e.currentReplicas());
      int pods = e.metrics().stream().mapToInt(m -> m.pods().ready()).max().orElse(0);
      if (pods == 0) {
        ready.addNull();
      } else {
        ready.add(pods);
      }
      min.add(e.minReplicas());
      max.add(e.maxReplicas());
      recommendation.add(e.recommendation());
      decision.add(e.desiredReplicas());
    }
  }

  private static void held(List<Explanation> explanations, ObjectNode node) {
    ArrayNode window = node.putArray("window");
    ArrayNode until = node.putArray("windowUntil");
    ArrayNode limit = node.putArray("limit");
    for (Explanation e : explanations) {
      Optional<StabilizationStep> held = e.stabilization();
      if (held.isPresent()) {
        window.add(held.get().reason() == Reason.ScaleUpStabilized ? "up" : "down");
        until.add(held.get().untilMillis());
      } else {
        window.addNull();
        until.addNull();
      }
      Optional<LimitStep> by = e.limit();
      if (by.isPresent()) {
        limit.add(by.get().reason().name());
      } else {
        limit.addNull();
      }
    }
  }

  /** The metrics of all versions of the policy, by name; without a value where one had not it. */
  private static void metrics(List<Explanation> explanations, ArrayNode array) {
    Map<String, MetricColumns> columns = new LinkedHashMap<>();
    for (int row = 0; row < explanations.size(); row++) {
      for (MetricStep step : explanations.get(row).metrics()) {
        MetricValue value = MetricValue.of(step);
        String name = step.spec().shortName();
        columns
            .computeIfAbsent(
                name + "\0" + value.unit(), k -> new MetricColumns(name, value.unit(), array))
            .put(row, step, value);
      }
    }
    columns.values().forEach(c -> c.fill(explanations.size()));
  }

  /** The columns of one metric. */
  private static final class MetricColumns {
    private final ArrayNode value;
    private final ArrayNode target;
    private final ArrayNode replicas;

    MetricColumns(String name, String unit, ArrayNode metrics) {
      ObjectNode node = metrics.addObject().put("name", name).put("unit", unit);
      value = node.putArray("value");
      target = node.putArray("target");
      replicas = node.putArray("replicas");
    }

    void put(int row, MetricStep step, MetricValue current) {
      fill(row);
      if (value.size() > row) {
        return;
      }
      if (current.known()) {
        value.add(current.current());
      } else {
        value.addNull();
      }
      target.add(current.target());
      if (step.counts()) {
        replicas.add(step.replicas());
      } else {
        replicas.addNull();
      }
    }

    void fill(int rows) {
      while (value.size() < rows) {
        value.addNull();
        target.addNull();
        replicas.addNull();
      }
    }
  }

  /** The changes of replicas as marks of a plot, each with its sentence. */
  static ArrayNode events(List<LoggedDecision> changes, View view) {
    ArrayNode events = JSON.createArrayNode();
    for (LoggedDecision change : changes) {
      Explanation e = change.explanation();
      events
          .addObject()
          .put("at", e.atMillis())
          .put("from", e.currentReplicas())
          .put("to", e.desiredReplicas())
          .put("sentence", e.sentence(view.zone(), view.language()));
    }
    return events;
  }
}
