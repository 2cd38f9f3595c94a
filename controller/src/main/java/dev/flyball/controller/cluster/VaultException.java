package dev.flyball.controller.cluster;

/** The Secret of the certificates could not be read or written, or is somebody else's. */
public final class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  VaultException(String message) {
    super(message);
  }
}
