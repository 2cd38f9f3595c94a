package dev.flyball.controller.config;

import java.util.ArrayList;
import java.util.List;

/** Collects everything that is wrong with one text while it is read. */
final class Problems {
  private final Origin origin;
  private final int lastLine;
  private final List<Problem> errors = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /**
   * @param origin how problems name the text
   * @param lastLine number of lines of the text; the parser places some faults behind the end
   */
  Problems(Origin origin, int lastLine) {
    this.origin = origin;
    this.lastLine = lastLine;
  }

  /** Number of lines of a text, at least 1; a line break at its very end begins no line. */
  static int linesOf(String text) {
    return Math.max(1, Math.toIntExact(text.lines().count()));
  }

  void error(Position at, String field, String what, String remedy) {
    errors.add(problem(at, field, what, remedy));
  }

  void warning(Position at, String field, String what, String remedy) {
    warnings.add(problem(at, field, what, remedy));
  }

  private Problem problem(Position at, String field, String what, String remedy) {
    Position inside = at.upTo(lastLine);
    return new Problem(origin, inside.line(), inside.column(), field, what, remedy);
  }

  /** How many errors there are so far: a reader that added one has no value to return. */
  int count() {
    return errors.size();
  }

  /** Errors in the order of the text. */
  List<Problem> errors() {
    return errors.stream().sorted(Problem.BY_PLACE).toList();
  }

  /** Warnings in the order of the text. */
  List<Problem> warnings() {
    return warnings.stream().sorted(Problem.BY_PLACE).toList();
  }
}
