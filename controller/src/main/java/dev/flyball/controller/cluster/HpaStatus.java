package dev.flyball.controller.cluster;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What an HPA says of its last decision, in its own status.
 *
 * @param currentReplicas {@code spec.replicas} as it saw them
 * @param desiredReplicas what it last wanted; old where its metrics fail
 * @param lastScaleMillis when it last changed replicas, in epoch milliseconds and whole seconds; 0
 *     for never
 * @param conditions its conditions
 * @param metrics the values of its metrics, for people
 */
public record HpaStatus(
    int currentReplicas,
    int desiredReplicas,
    long lastScaleMillis,
    List<HpaCondition> conditions,
    String metrics) {
  /** The status of an HPA that has not decided yet. */
  public static final HpaStatus NONE = new HpaStatus(0, 0, 0, List.of(), "");

  public HpaStatus {
    conditions = List.copyOf(conditions);
  }

  /**
   * One of its conditions.
   *
   * @param type such as {@code AbleToScale}
   * @param holds whether its status is True
   * @param reason such as {@code ReadyForNewScale}
   */
  public record HpaCondition(String type, boolean holds, String reason) {
    @Override
    public String toString() {
      return type + " " + (holds ? "True" : "False") + " " + reason;
    }
  }

  /** The conditions in one line. */
  public String reasons() {
    return conditions.stream().map(HpaCondition::toString).collect(Collectors.joining(", "));
  }

  /** Whether one of its conditions is false for this reason. */
  public boolean fails(String reason) {
    return conditions.stream().anyMatch(c -> !c.holds() && c.reason().equals(reason));
  }
}
