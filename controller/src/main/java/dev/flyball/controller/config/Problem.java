package dev.flyball.controller.config;

import java.util.Comparator;

/**
 * One thing that is wrong in a policy or in settings, where it stands, and what would be right.
 *
 * @param origin the text that has it
 * @param line line of that text, from 1
 * @param column column of that line, from 1
 * @param field path of the field, such as {@code spec.metrics[1].resource.name}; empty where the
 *     whole text is meant
 * @param what what is wrong, such as {@code 8 is more than maxReplicas 6}
 * @param remedy what would be right, such as {@code lower it to 6 or less}
 */
public record Problem(
    Origin origin, int line, int column, String field, String what, String remedy) {
  /** By place in the text, the order in which people work through them. */
  static final Comparator<Problem> BY_PLACE =
      Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

  public Problem {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("lines and columns count from 1: " + line + ":" + column);
    }
    field = Quoting.oneLine(field);
    what = Quoting.oneLine(what);
    remedy = Quoting.oneLine(remedy);
  }

  /** The problem in one line: {@code policy.yaml:7: minReplicas: 8 is more than …; lower it …}. */
  public String describe() {
    return origin + ":" + line + ": " + describeWithoutPlace();
  }

  /** The line for something that is accepted all the same. */
  public String describeAsWarning() {
    return origin + ":" + line + ": warning: " + describeWithoutPlace();
  }

  private String describeWithoutPlace() {
    return (field.isEmpty() ? "" : field + ": ") + what + "; " + remedy;
  }

  /** The same problem, where the text stands inside another one. */
  Problem at(Origin elsewhere, int newLine, int newColumn) {
    return new Problem(elsewhere, newLine, newColumn, field, what, remedy);
  }
}
