package dev.flyball.core.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything that can be read of a decision and the conditions it left, as a value. */
record Decided(
    Outcome outcome,
    int current,
    int desired,
    int recommended,
    int stabilized,
    int failedMetrics,
    String rescaleReason,
    @Nullable String error,
    List<DecisionEvent> events,
    Explanation explanation,
    List<Condition> conditions,
    int desiredStatus) {

  static Decided of(Decision decision, History history) {
    return new Decided(
        decision.outcome(),
        decision.currentReplicas(),
        decision.desiredReplicas(),
        decision.recommendedReplicas(),
        decision.stabilizedReplicas(),
        decision.failedMetrics(),
        decision.rescaleReason(),
        decision.error(),
        decision.events(),
        decision.explanation(),
        history.conditions().snapshot(),
        history.desiredReplicas());
  }

  boolean up() {
    return desired > current;
  }

  boolean down() {
    return desired < current;
  }

  /** The same without the names of pods and containers in the words of errors. */
  String withoutPods() {
    return toString().replaceAll("(container \\S+ )?(of|in) Pod [^\\s,;\\]]+", "Pod *");
  }
}
