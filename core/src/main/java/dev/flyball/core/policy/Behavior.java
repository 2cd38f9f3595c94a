package dev.flyball.core.policy;

/**
 * Behavior in both directions, with the API server's defaults filled in.
 *
 * @param scaleUp rules for more replicas; always with a stabilization window
 * @param scaleDown rules for fewer replicas
 */
public record Behavior(ScalingRules scaleUp, ScalingRules scaleDown) {
  public Behavior {
    if (scaleUp.stabilizationWindowSeconds().isEmpty()) {
      throw new IllegalArgumentException("scaleUp needs a stabilization window; its default is 0");
    }
  }

  /** What an empty {@code behavior: {}} means. */
  public static final Behavior DEFAULT =
      new Behavior(ScalingRules.DEFAULT_UP, ScalingRules.DEFAULT_DOWN);
}
