package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Form;
import dev.flyball.controller.config.Node.Scalar;
import java.util.List;

/**
 * Translates places in a text that stands inside a file, as a value of a ConfigMap does, to places
 * of the file.
 *
 * @param at where the value begins: at its {@code |} where it has one
 * @param lineByLine whether each line of the text is one line of the file
 * @param indent columns before the text in each of its lines
 */
record EmbeddedText(Position at, boolean lineByLine, int indent) {
  static EmbeddedText of(Scalar scalar, String file) {
    boolean literal = scalar.form() == Form.LITERAL;
    return new EmbeddedText(scalar.at(), literal, literal ? indent(scalar, file) : 0);
  }

  private static int indent(Scalar scalar, String file) {
    List<String> inText = scalar.text().lines().toList();
    List<String> inFile = file.lines().skip(scalar.at().line()).limit(inText.size()).toList();
    for (int i = 0; i < Math.min(inText.size(), inFile.size()); i++) {
      if (!inText.get(i).isBlank()) {
        return Math.max(0, inFile.get(i).length() - inText.get(i).length());
      }
    }
    return 0;
  }

  /** The problems at their places in the file. */
  List<Problem> inFile(List<Problem> problems) {
    return problems.stream().map(this::inFile).toList();
  }

  private Problem inFile(Problem problem) {
    // Quoted and folded texts have other line breaks than the file; they are named by their start.
    return lineByLine
        ? problem.at(problem.origin(), at.line() + problem.line(), indent + problem.column())
        : problem.at(problem.origin(), at.line(), at.column());
  }
}
