package dev.flyball.controller.config;

import java.util.List;

/**
 * What became of a text: a value, or everything that is wrong with it. Bad input is a result here,
 * never an exception.
 *
 * @param <T> what the text describes
 */
public sealed interface Parsed<T> {
  /**
   * The text is in order.
   *
   * @param value what it describes
   * @param warnings what is accepted but worth knowing, in the order of the text
   * @param <T> type of the value
   */
  record Valid<T>(T value, List<Problem> warnings) implements Parsed<T> {
    public Valid {
      warnings = List.copyOf(warnings);
    }
  }

  /**
   * The text is refused.
   *
   * @param problems all that is wrong, in the order of the text; at least one
   * @param <T> type of the value that it should have described
   */
  record Invalid<T>(List<Problem> problems) implements Parsed<T> {
    public Invalid {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("a refusal needs a problem");
      }
    }
  }
}
