package dev.flyball.core.policy;

/**
 * What a metric asks for once it has failed several times in a row.
 *
 * @param failures readings in a row that must have failed, at least 1
 * @param replicas the replicas to fall back on, at least 1
 * @param behavior how they are taken
 */
public record Fallback(int failures, int replicas, Behavior behavior) {
  /** How the replicas to fall back on are taken. KEDA's name of each one is given with it. */
  public enum Behavior {
    /** As they are: {@code static}. */
    Static,
    /** The current replicas instead of them: {@code currentReplicas}. */
    Current,
    /** The higher of them and the current ones: {@code currentReplicasIfHigher}. */
    CurrentIfHigher,
    /** The lower of them and the current ones: {@code currentReplicasIfLower}. */
    CurrentIfLower,
    /**
     * Not while there is another metric: the failing one is left out. Only where every metric has
     * failed they count, as they are. KEDA does so under {@code scalingModifiers}, by what its
     * formula says of a trigger without a value.
     */
    OtherMetrics
  }

  public Fallback {
    if (failures < 1 || replicas < 1) {
      throw new IllegalArgumentException(
          "failures and replicas must be at least 1, not " + failures + " and " + replicas);
    }
  }

  /** What to ask for at this many current replicas. */
  public int replicasAt(int current) {
    return switch (behavior) {
      case Static, OtherMetrics -> replicas;
      case Current -> current;
      case CurrentIfHigher -> Math.max(current, replicas);
      case CurrentIfLower -> Math.min(current, replicas);
    };
  }
}
