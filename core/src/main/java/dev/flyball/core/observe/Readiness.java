package dev.flyball.core.observe;

/** The status of a pod's Ready condition. */
public enum Readiness {
  /** Ready. */
  True,
  /** Not ready. */
  False,
  /** The node has not reported. */
  Unknown,
  /** The pod has no Ready condition. */
  Absent
}
