package dev.flyball.controller.web;

/** A request that says something that cannot be understood; the message says what and how else. */
final class BadRequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message) {
    super(message);
  }
}
