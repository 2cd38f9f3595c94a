package dev.flyball.controller.cluster;

/** The API server refused to read or write a scale. */
public final class ScaleException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int CONFLICT = 409;

  private final int status;

  /** A refusal with this HTTP status, in the server's words. */
  public ScaleException(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** Whether the target has changed since it was decided on. */
  public boolean isConflict() {
    return status == CONFLICT;
  }
}
