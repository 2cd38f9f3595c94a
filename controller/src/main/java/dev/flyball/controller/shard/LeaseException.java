package dev.flyball.controller.shard;

/** A Lease could not be read or written; nobody knows whether the request has arrived. */
public final class LeaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean conflict;

  /**
   * A failure.
   *
   * @param conflict whether the request was refused because the Lease is not as it was
   */
  public LeaseException(String message, boolean conflict) {
    super(message);
    this.conflict = conflict;
  }

  /** Whether another one was quicker, which is no news. */
  boolean isConflict() {
    return conflict;
  }
}
