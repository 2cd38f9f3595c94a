package dev.flyball.controller.config;

import dev.flyball.controller.config.Parsed.Invalid;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.controller.config.YamlTree.Document;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads texts that hold exactly one document. */
final class Documents {
  /** What a ConfigMap holds at most, in characters. */
  static final int LONGEST_TEXT = 1 << 20;

  private Documents() {}

  /**
   * Reads a text.
   *
   * @param reader gives the value of the document's root, or null after it reported why not
   * @param expected what the text should be, for a message about an empty one
   */
  static <T> Parsed<T> read(
      String text, Origin origin, String expected, Function<Value, @Nullable T> reader) {
    Problems problems = new Problems(origin, Problems.linesOf(text));
    YamlTree tree = YamlParser.parse(text, LONGEST_TEXT, 0);
    tree.fault().ifPresent(fault -> problems.error(fault.at(), "", fault.what(), fault.remedy()));
    if (problems.count() == 0) {
      checkOne(tree, expected, problems);
    }
    if (problems.count() > 0) {
      return new Invalid<>(problems.errors());
    }
    return finish(Value.root(tree.documents().getFirst().root(), problems), reader);
  }

  /** Reads a value whose text has been parsed. */
  static <T> Parsed<T> finish(Value root, Function<Value, @Nullable T> reader) {
    T value = reader.apply(root);
    Problems problems = root.problems();
    return value == null || problems.count() > 0
        ? new Invalid<>(problems.errors())
        : new Valid<>(value, problems.warnings());
  }

  private static void checkOne(YamlTree tree, String expected, Problems problems) {
    if (tree.documents().isEmpty() || isEmpty(tree.documents().getFirst())) {
      problems.error(Position.START, "", "is empty", "write " + expected);
    } else if (tree.documents().size() > 1) {
      problems.error(
          tree.documents().get(1).at(),
          "",
          "a second document begins here",
          "keep one document a key and move this one to a key of its own");
    }
  }

  private static boolean isEmpty(Document document) {
    return document.root() instanceof Node.Scalar scalar && scalar.isNull();
  }
}
