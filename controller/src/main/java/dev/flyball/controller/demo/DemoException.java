package dev.flyball.controller.demo;

import java.io.Serial;

/** The demo cannot go on, for a reason that a user understands. */
final class DemoException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }

  DemoException(String message) {
    super(message);
  }
}
