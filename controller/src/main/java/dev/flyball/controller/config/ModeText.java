package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Entry;
import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.controller.config.Node.Scalar;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes another mode into the text of a policy, and leaves all else of it as it is. */
public final class ModeText {
  private static final String SECTION = "flyball";
  private static final String MODE = "mode";

  private ModeText() {}

  /**
   * The text with another mode.
   *
   * @param text a valid policy
   * @return empty where the text is written in a way that does not let it be changed safely
   */
  public static Optional<String> with(String text, Mode mode) {
    Origin origin = Origin.file("policy");
    YamlTree tree = YamlParser.parse(text, Documents.LONGEST_TEXT, 0);
    if (tree.fault().isPresent()
        || tree.documents().size() != 1
        || !(tree.documents().getFirst().root() instanceof Mapping root)
        || !(PolicyReader.read(text, origin) instanceof Valid<Policy> before)) {
      return Optional.empty();
    }
    return Optional.ofNullable(changed(text, root, mode))
        .filter(
            after ->
                PolicyReader.read(after, origin) instanceof Valid<Policy> valid
                    && differsInMode(before.value(), valid.value(), mode));
  }

  private static boolean differsInMode(Policy before, Policy after, Mode mode) {
    return after.options().mode() == mode
        && after.target().equals(before.target())
        && after.minReplicas() == before.minReplicas()
        && after.maxReplicas() == before.maxReplicas()
        && after.metrics().equals(before.metrics());
  }

  private static @Nullable String changed(String text, Mapping root, Mode mode) {
    Node section = child(root, SECTION);
    if (section == null && child(root, "spec") instanceof Mapping spec) {
      section = child(spec, SECTION);
    }
    if (section == null) {
      return insert(
          text,
          root,
          SECTION + ": {" + MODE + ": " + mode + "}",
          "\"" + SECTION + "\": {\"" + MODE + "\": \"" + mode + "\"}");
    }
    if (!(section instanceof Mapping fields)) {
      return null;
    }
    Node written = child(fields, MODE);
    if (written instanceof Scalar scalar) {
      return replace(text, scalar, mode);
    }
    return written == null
        ? insert(text, fields, MODE + ": " + mode, "\"" + MODE + "\": \"" + mode + "\"")
        : null;
  }

  private static @Nullable Node child(Mapping mapping, String name) {
    for (Entry entry : mapping.entries()) {
      if (entry.key().text().equals(name)) {
        return entry.value();
      }
    }
    return null;
  }

  private static String replace(String text, Scalar written, Mode mode) {
    int from = offset(text, written.at());
    char first = text.charAt(from);
    boolean quoted = first == '"' || first == '\'';
    int length = written.text().length();
    return quoted
        ? text.substring(0, from + 1) + mode + text.substring(from + 1 + length)
        : text.substring(0, from) + mode + text.substring(from + length);
  }

  /** Puts a field in front of the first one of a mapping. */
  private static String insert(String text, Mapping into, String block, String flow) {
    int begin = offset(text, into.at());
    boolean flows = text.charAt(begin) == '{';
    if (into.entries().isEmpty()) {
      return text.substring(0, begin + 1) + flow + text.substring(begin + 1);
    }
    Position key = into.entries().getFirst().key().at();
    int at = offset(text, key);
    String added = flows ? flow + ", " : block + "\n" + " ".repeat(key.column() - 1);
    return text.substring(0, at) + added + text.substring(at);
  }

  private static int offset(String text, Position at) {
    int start = 0;
    for (int line = 1; line < at.line(); line++) {
      start = text.indexOf('\n', start) + 1;
    }
    return text.offsetByCodePoints(start, at.column() - 1);
  }
}
