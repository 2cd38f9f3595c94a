package dev.flyball.metrics.rules.template;

import java.util.List;

/** A piece of a template: text, or an expression between delimiters. */
sealed interface Segment {
  /** Text that stands for itself. */
  record Text(String text) implements Segment {}

  /**
   * An expression.
   *
   * @param source its text with delimiters
   * @param tokens its words; the last one is the end
   */
  record Action(String source, List<Token> tokens) implements Segment {}
}
