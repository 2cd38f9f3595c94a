package dev.flyball.controller.config;

import dev.flyball.controller.config.CheckedDocument.Checked;
import dev.flyball.controller.config.CheckedDocument.Place;
import dev.flyball.controller.config.CheckedDocument.Skipped;
import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.controller.config.Node.Scalar;
import dev.flyball.controller.config.Node.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks every policy and every settings in a file: bare texts, HorizontalPodAutoscalers, labelled
 * ConfigMaps, lists of them, several documents. Lines are those of the file throughout.
 */
public final class ManifestChecker {
  private static final int LONGEST_FILE = 1 << 26;
  private static final Set<String> POLICY_FIELDS =
      Set.of("scaleTargetRef", "minReplicas", "maxReplicas", "metrics", "behavior", "flyball");

  private final Origin origin;
  private final String text;
  private final Assume assume;
  private final List<CheckedDocument> results = new ArrayList<>();

  /** What a document is that has no kind. */
  public enum Assume {
    /** A policy. */
    POLICY,
    /** Settings. */
    SETTINGS,
    /** A policy if it has any field of one, and otherwise something to leave alone. */
    POLICY_BY_FIELDS
  }

  private ManifestChecker(String file, String text, Assume assume) {
    this.origin = Origin.file(file);
    this.text = text;
    this.assume = assume;
  }

  /**
   * Checks a file; never throws for what it says.
   *
   * @param file its name, for problems
   * @param text all of it
   * @param assume what a document is that has no kind
   * @return one result a document, policy and settings, in the order of the file
   */
  public static List<CheckedDocument> check(String file, String text, Assume assume) {
    ManifestChecker checker = new ManifestChecker(file, text, assume);
    if (text.length() > LONGEST_FILE) {
      checker.parse(text, 0);
    } else {
      checker.split();
    }
    if (checker.results.isEmpty() && assume != Assume.POLICY_BY_FIELDS) {
      checker.fault(Position.START, "is empty", "write a policy, a ConfigMap or settings");
    }
    return List.copyOf(checker.results);
  }

  /** As kubectl does: each document is parsed alone, so that one bad one leaves the others. */
  private void split() {
    int start = 0;
    int startLine = 0;
    int line = 0;
    for (int at = 0; at >= 0 && at < text.length(); line++) {
      if (at > start && isSeparator(at)) {
        parse(text.substring(start, at), startLine);
        start = at;
        startLine = line;
      }
      int end = text.indexOf('\n', at);
      at = end < 0 ? -1 : end + 1;
    }
    parse(text.substring(start), startLine);
  }

  private boolean isSeparator(int at) {
    int after = at + 3;
    return text.startsWith("---", at)
        && (after >= text.length() || Character.isWhitespace(text.charAt(after)));
  }

  private void parse(String part, int linesBefore) {
    YamlTree tree = YamlParser.parse(part, LONGEST_FILE, linesBefore);
    tree.documents().forEach(document -> check(document.root(), ""));
    // Text that ends early is at fault in its last line, not in the one after it.
    int lastLine = linesBefore + Problems.linesOf(part);
    tree.fault().ifPresent(fault -> fault(fault.at().upTo(lastLine), fault.what(), fault.remedy()));
  }

  private void fault(Position at, String what, String remedy) {
    Problems problems = problems();
    problems.error(at, "", what, remedy);
    add(origin, at.line(), typeOf(assume), problems);
  }

  private Problems problems() {
    return new Problems(origin, Problems.linesOf(text));
  }

  private static CheckedDocument.Type typeOf(Assume assume) {
    return assume == Assume.SETTINGS ? CheckedDocument.Type.SETTINGS : CheckedDocument.Type.POLICY;
  }

  private void check(Node root, String path) {
    if (root instanceof Scalar scalar && scalar.isNull()) {
      return; // nothing between two separators
    }
    String kind = textAt(root, "kind");
    switch (kind) {
      case "ConfigMap" -> configMap(root, path);
      case PolicyReader.KIND -> document(root, path, CheckedDocument.Type.POLICY);
      case "" -> withoutKind(root, path);
      default -> {
        if (kind.endsWith("List") && root instanceof Mapping list) {
          list(list, path);
        } else {
          skip(root, kind + " " + textAt(child(root, "metadata"), "name"));
        }
      }
    }
  }

  private void list(Mapping list, String path) {
    int index = 0;
    if (child(list, "items") instanceof Sequence items) {
      for (Node item : items.items()) {
        check(item, (path.isEmpty() ? "" : path + ".") + "items[" + index++ + "]");
      }
    }
  }

  private void withoutKind(Node root, String path) {
    boolean looksLikePolicy =
        root instanceof Mapping mapping && POLICY_FIELDS.stream().anyMatch(mapping::has);
    if (assume == Assume.POLICY_BY_FIELDS && !looksLikePolicy) {
      skip(root, "a document without kind");
    } else {
      document(root, path, typeOf(assume));
    }
  }

  private void document(Node root, String path, CheckedDocument.Type type) {
    Problems problems = problems();
    Value value = new Value(root, path, root.at(), problems);
    Object ignored =
        type == CheckedDocument.Type.SETTINGS
            ? SettingsReader.settings(value)
            : PolicyReader.policy(value);
    add(origin, root.at().line(), type, problems);
  }

  private void configMap(Node root, String path) {
    String name = textAt(child(root, "metadata"), "name");
    Node labels = child(child(root, "metadata"), "labels");
    String label = textAt(labels, ConfigMapText.TYPE_LABEL);
    boolean settings =
        label.equals(ConfigMapText.SETTINGS_TYPE) || name.equals(ConfigMapText.SETTINGS_NAME);
    if (!settings && !label.equals(ConfigMapText.POLICY_TYPE)) {
      String why = " without the label " + ConfigMapText.TYPE_LABEL + ": policy";
      skip(root, "ConfigMap " + name + why);
      return;
    }
    Problems problems = problems();
    Value owner = new Value(root, path, root.at(), problems);
    Value data = root instanceof Mapping mapping ? owner.field(mapping, "data") : owner;
    Fields fields = data.isNull() ? null : Fields.openAny(data);
    if (fields == null && problems.count() == 0) {
      problems.error(data.keyAt(), data.path(), "is missing", "write the texts under data");
    }
    if (settings && fields != null) {
      fields.require(ConfigMapText.SETTINGS_KEY, "put the settings under this key");
    }
    if (problems.count() > 0) {
      add(
          origin,
          root.at().line(),
          settings ? CheckedDocument.Type.SETTINGS : CheckedDocument.Type.POLICY,
          problems);
    }
    if (fields != null) {
      fields.all().forEach((key, value) -> key(key, value, settings));
    }
  }

  private void key(String key, Value value, boolean settings) {
    if (settings && !key.equals(ConfigMapText.SETTINGS_KEY)) {
      skip(value.node(), "the key " + key);
      return;
    }
    CheckedDocument.Type type =
        settings ? CheckedDocument.Type.SETTINGS : CheckedDocument.Type.POLICY;
    Origin keyOrigin = new Origin(origin.source(), key);
    if (!(value.node() instanceof Scalar scalar) || !scalar.isText()) {
      Problems problems = new Problems(keyOrigin, Problems.linesOf(text));
      String what = "must be text, not " + value.node().describe();
      problems.error(value.keyAt(), value.path(), what, "write " + key + ": | in front of it");
      add(keyOrigin, value.keyAt().line(), type, problems);
      return;
    }
    EmbeddedText embedded = EmbeddedText.of(scalar, text);
    Parsed<?> parsed =
        settings
            ? SettingsReader.read(scalar.text(), keyOrigin)
            : PolicyReader.read(scalar.text(), keyOrigin);
    Place place = new Place(keyOrigin, value.keyAt().line());
    results.add(
        switch (parsed) {
          case Parsed.Valid<?> valid ->
              new Checked(place, type, List.of(), embedded.inFile(valid.warnings()));
          case Parsed.Invalid<?> invalid ->
              new Checked(place, type, embedded.inFile(invalid.problems()), List.of());
        });
  }

  private void add(Origin of, int line, CheckedDocument.Type type, Problems problems) {
    results.add(new Checked(new Place(of, line), type, problems.errors(), problems.warnings()));
  }

  private void skip(Node root, String what) {
    results.add(new Skipped(new Place(origin, root.at().line()), what));
  }

  private static Node child(Node node, String name) {
    return node instanceof Mapping mapping
        ? Value.root(node, new Problems(Origin.file(""), 1)).field(mapping, name).node()
        : node;
  }

  private static String textAt(Node node, String name) {
    return node instanceof Mapping && child(node, name) instanceof Scalar scalar
        ? scalar.text()
        : "";
  }
}
