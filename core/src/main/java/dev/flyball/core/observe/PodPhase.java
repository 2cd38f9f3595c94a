package dev.flyball.core.observe;

/** A pod's phase, as in {@code status.phase}. */
public enum PodPhase {
  Pending,
  Running,
  Succeeded,
  Failed,
  Unknown
}
