package dev.flyball.controller.config;

import java.util.List;

/** A value of a YAML or JSON document, with the place where it stands. */
sealed interface Node {
  Position at();

  /** Number of nodes at and below this one, aliases written out. */
  int size();

  /** How a message speaks of this value. */
  String describe();

  /**
   * Text, a number, a boolean or null.
   *
   * @param at where it begins
   * @param text its value, quotes and escapes resolved
   * @param form how it is written
   */
  record Scalar(Position at, String text, Form form) implements Node {
    @Override
    public int size() {
      return 1;
    }

    boolean isNull() {
      return form == Form.PLAIN && PlainScalars.isNull(text);
    }

    /** Whether this is text rather than a number, a boolean or null. */
    boolean isText() {
      return form != Form.PLAIN || PlainScalars.isText(text);
    }

    @Override
    public String describe() {
      if (isNull()) {
        return "null";
      }
      if (isText()) {
        return "the text " + Quoting.quoted(text);
      }
      return PlainScalars.isBoolean(text) ? text : "the number " + text;
    }
  }

  /** How a scalar is written. */
  enum Form {
    /** Without quotes: may be a number, a boolean or null. */
    PLAIN,
    /** In quotes or folded: text, whose lines are not those of the document. */
    QUOTED,
    /** After a {@code |}: text, line by line as in the document. */
    LITERAL
  }

  /**
   * A list.
   *
   * @param at where it begins
   * @param items its items
   * @param size nodes at and below
   */
  record Sequence(Position at, List<Node> items, int size) implements Node {
    @Override
    public String describe() {
      return items.isEmpty() ? "an empty list" : "a list";
    }
  }

  /**
   * Keys and values.
   *
   * @param at where it begins
   * @param entries in the order of the document; keys may be there twice
   * @param size nodes at and below
   */
  record Mapping(Position at, List<Entry> entries, int size) implements Node {
    boolean has(String key) {
      return entries.stream().anyMatch(entry -> entry.key().text().equals(key));
    }

    @Override
    public String describe() {
      return "a mapping";
    }
  }

  /**
   * One key of a mapping.
   *
   * @param key the key
   * @param value its value
   */
  record Entry(Scalar key, Node value) {}
}
