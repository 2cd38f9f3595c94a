package dev.flyball.benchmarks.rig;

/** A run that cannot go on; its message is for the person who started it. */
public final class RigException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Says what went wrong and what there is to look at. */
  public RigException(String message) {
    super(message);
  }
}
