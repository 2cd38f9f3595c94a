package dev.flyball.controller.config;

/**
 * A place in a text.
 *
 * @param line from 1
 * @param column from 1, in code points
 */
record Position(int line, int column) {
  static final Position START = new Position(1, 1);

  /** This place, or its column in the last line where it lies behind it. */
  Position upTo(int lastLine) {
    return line <= lastLine ? this : new Position(lastLine, column);
  }
}
