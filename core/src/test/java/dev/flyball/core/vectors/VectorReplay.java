package dev.flyball.core.vectors;

import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.DecisionEvent;
import dev.flyball.core.decide.History;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.policy.ScaleTargetRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Decides the steps of one scenario in order, and puts each decision into the recorded form. */
public final class VectorReplay {
  private static final JsonMapper JSON = JsonMapper.shared();

  private final VectorScenario scenario;
  private final Autoscaler autoscaler;
  private History history = new History();

  /** A replay from a scenario's beginning, with no history. */
  public VectorReplay(VectorScenario scenario) {
    this.scenario = scenario;
    this.autoscaler = new Autoscaler(scenario.settings());
  }

  /** Goes on with a copy of the history that was kept and read back. */
  public void restart() {
    history = History.restore(history.snapshot());
  }

  /** Goes on with this history. */
  public void restart(History kept) {
    history = kept;
  }

  /** The history that it goes on with. */
  public History history() {
    return history;
  }

  /** Decides one step and gives the fields that are recorded of it. */
  public Map<String, JsonNode> step(VectorScenario.Step step) {
    Decision decision =
        autoscaler.decide(scenario.policy(), step.observation(), history, step.at());
    List<String> events = events(decision);
    if (decision.rescale()) {
      Autoscaler.rescaled(
          scenario.policy(),
          history,
          decision.currentReplicas(),
          decision.desiredReplicas(),
          step.at());
      events.add(
          "Normal SuccessfulRescale New size: "
              + decision.desiredReplicas()
              + "; reason: "
              + decision.rescaleReason());
    }
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    fields.put("desired", JSON.valueToTree(history.desiredReplicas()));
    fields.put("rescaled", JSON.valueToTree(decision.rescale()));
    fields.put("conditions", JSON.valueToTree(conditions()));
    fields.put("currentMetrics", StatusWriter.write(decision.currentMetrics()));
    fields.put("failed", JSON.valueToTree(decision.outcome() == Outcome.Failed));
    fields.put("error", JSON.valueToTree(error(decision)));
    fields.put("events", JSON.valueToTree(events));
    return fields;
  }

  private Map<String, String> conditions() {
    Map<String, String> conditions = new TreeMap<>();
    for (Condition condition : history.conditions().snapshot()) {
      conditions.put(
          condition.type().name(), (condition.status() ? "True/" : "False/") + condition.reason());
    }
    return conditions;
  }

  private String error(Decision decision) {
    String error = decision.error();
    if (error == null) {
      return "";
    }
    ScaleTargetRef target = scenario.policy().target();
    return decision.outcome() == Outcome.Failed
        ? "failed to compute desired number of replicas based on listed metrics for "
            + target.kind()
            + "/"
            + VectorScenario.NAMESPACE
            + "/"
            + target.name()
            + ": "
            + error
        : error;
  }

  private static List<String> events(Decision decision) {
    List<String> events = new ArrayList<>();
    for (DecisionEvent event : decision.events()) {
      events.add(
          (event.warning() ? "Warning " : "Normal ") + event.reason() + " " + event.message());
    }
    return events;
  }
}
