package dev.flyball.controller.moving;

/** A step that could not be done; the message says why, in one line for people. */
final class MoveException extends Exception {
  private static final long serialVersionUID = 1L;

  MoveException(String message) {
    super(message);
  }

  /** Why, as it is said. */
  String why() {
    return String.valueOf(getMessage());
  }
}
