package dev.flyball.controller.cluster;

/** The status of policies could not be read or written. */
public final class StatusException extends Exception {
  private static final long serialVersionUID = 1;

  StatusException(String message) {
    super(message);
  }
}
