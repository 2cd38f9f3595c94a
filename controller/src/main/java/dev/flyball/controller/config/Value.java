package dev.flyball.controller.config;

import dev.flyball.controller.config.Node.Entry;
import dev.flyball.controller.config.Node.Form;
import dev.flyball.controller.config.Node.Mapping;
import dev.flyball.controller.config.Node.Scalar;
import dev.flyball.controller.config.Node.Sequence;
import java.util.ArrayList;
import java.util.List;

/**
 * A value of a document under its path: what the readers of policies and settings take fields from.
 *
 * @param node the value
 * @param path its path, such as {@code spec.metrics[1]}; empty for the root
 * @param keyAt where its key stands; problems about missing fields are placed there
 * @param problems where everything wrong with it goes
 */
record Value(Node node, String path, Position keyAt, Problems problems) {
  static Value root(Node node, Problems problems) {
    return new Value(node, "", node.at(), problems);
  }

  /** Path of a field of this value. */
  String pathOf(String name) {
    if (!name.matches("[A-Za-z_][A-Za-z0-9_]*")) {
      return path + "[" + name + "]";
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  /** A field of this value, which is the mapping; null of YAML at its place where it is absent. */
  Value field(Mapping mapping, String name) {
    for (Entry entry : mapping.entries()) {
      if (entry.key().text().equals(name)) {
        return new Value(entry.value(), pathOf(name), entry.key().at(), problems);
      }
    }
    return new Value(new Scalar(keyAt, "", Form.PLAIN), pathOf(name), keyAt, problems);
  }

  /** Reports this value. */
  void error(String what, String remedy) {
    problems.error(node.at(), path, what, remedy);
  }

  /** Accepts this value with a remark. */
  void warning(String what, String remedy) {
    problems.warning(node.at(), path, what, remedy);
  }

  boolean isNull() {
    return node instanceof Scalar scalar && scalar.isNull();
  }

  /** The items of a list; reports anything else and gives none. */
  List<Value> items() {
    if (!(node instanceof Sequence sequence)) {
      error("must be a list, not " + node.describe(), "begin each item with \"- \"");
      return List.of();
    }
    List<Value> items = new ArrayList<>();
    for (Node item : sequence.items()) {
      items.add(new Value(item, path + "[" + items.size() + "]", item.at(), problems));
    }
    return items;
  }
}
