package dev.flyball.controller.cluster;

/** The status of policies could not be read or written. */
public final class StatusException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean refusal;

  StatusException(String message, boolean refusal) {
    super(message);
    this.refusal = refusal;
  }

  /** Whether the server has understood and refused, so that asking again is of no use. */
  public boolean isRefusal() {
    return refusal;
  }
}
