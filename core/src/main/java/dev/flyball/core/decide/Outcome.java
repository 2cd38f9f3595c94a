package dev.flyball.core.decide;

/** How a decision came about. */
public enum Outcome {
  /** No decision was made yet. */
  None,
  /** The target has no replicas: autoscaling is disabled for it. */
  Disabled,
  /** Current replicas are above the upper bound and are set to it at once. */
  AboveMaximum,
  /** Current replicas are below the lower bound and are set to it at once. */
  BelowMinimum,
  /** The metrics gave a decision. */
  Computed,
  /** Too few of the target's pods are ready, and until more are nothing may be changed. */
  TooFewReady,
  /** Metrics failed, and without them nothing may be changed. */
  Failed
}
