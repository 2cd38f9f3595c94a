package dev.flyball.core.policy;

/** Which of several scaling policies of one direction counts. */
public enum SelectPolicy {
  /** The one that allows the largest change. */
  Max,
  /** The one that allows the smallest change. */
  Min,
  /** No change in this direction at all. */
  Disabled
}
