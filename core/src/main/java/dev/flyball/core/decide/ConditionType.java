package dev.flyball.core.decide;

/** The HPA's conditions, one of KEDA's, and one of Flyball's own. */
public enum ConditionType {
  /** Whether the target's scale can be read and written, and what stabilization did. */
  AbleToScale,
  /** Whether replicas could be worked out from the metrics. */
  ScalingActive,
  /** Whether a rate policy or a bound kept the decision from what the metrics ask for. */
  ScalingLimited,
  /** Whether there are no replicas because the policy wanted none. Set from the first time on. */
  ScaledToZero,
  /** KEDA's: whether a metric asks for fallback replicas. Set from the first time on. */
  Fallback,
  /** Flyball's own: whether the policy's text is in force. Set from the first bad text on. */
  PolicyValid
}
