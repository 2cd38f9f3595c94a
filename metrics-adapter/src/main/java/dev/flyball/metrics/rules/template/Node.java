package dev.flyball.metrics.rules.template;

import java.util.List;

/** A part of a parsed template. */
sealed interface Node {
  /** Text that stands for itself. */
  record Text(String text) implements Node {}

  /** Writes the value of a pipeline, unless it declares or assigns a variable. */
  record Output(Pipeline pipeline) implements Node {}

  /** {@code if} and {@code with}; the latter moves the dot. */
  record Branch(boolean movesDot, Pipeline condition, List<Node> then, List<Node> otherwise)
      implements Node {}

  /** {@code range}. */
  record Loop(Pipeline over, List<Node> body, List<Node> otherwise) implements Node {}

  /**
   * Commands, each of which gets the value of the one before as its last argument.
   *
   * @param source text of the expression, for errors
   * @param variables variables that take the value; two at most, for a loop's index and element
   * @param declares whether they are new
   */
  record Pipeline(
      String source, List<String> variables, boolean declares, List<Command> commands) {}

  /** A function with its arguments, or one operand alone. */
  record Command(List<Operand> operands) {}

  /** Something that has a value. */
  sealed interface Operand {
    /** A name after a dot, or several in a row. */
    record Field(List<String> path) implements Operand {}

    /** A variable, and fields of its value. */
    record Variable(String name, List<String> path) implements Operand {}

    /** The dot alone. */
    record Dot() implements Operand {}

    /** A string, a number or a truth value. */
    record Literal(Object value) implements Operand {}

    /** A pipeline in parentheses, and fields of its value. */
    record Nested(Pipeline pipeline, List<String> path) implements Operand {}

    /** A function, by its name. */
    record Function(String name) implements Operand {}
  }
}
