package dev.flyball.controller.moving;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Writes JSON as YAML in block style, with remarks as comments above the fields they are about. */
final class YamlText {
  private static final int WIDTH = 100;

  /** Text that needs no quotes, whatever reads it, unless it is one of the words below. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z/][A-Za-z0-9_./-]*");

  private static final Pattern OTHER_MEANING =
      Pattern.compile("(?i)true|false|yes|no|on|off|y|n|null");

  private final StringBuilder text = new StringBuilder();
  private final Notes notes;

  private YamlText(Notes notes) {
    this.notes = notes;
  }

  /** The text of an object, its lines indented by so many spaces. */
  static String of(ObjectNode object, Notes notes, int indent) {
    YamlText yaml = new YamlText(notes);
    yaml.comments("", indent);
    yaml.fields(object, "", indent);
    return yaml.text.toString();
  }

  /** A remark as the lines of a comment. */
  static String comment(String note, int indent) {
    StringBuilder lines = new StringBuilder();
    for (String line : folded(note, WIDTH - indent - 2)) {
      lines.repeat(' ', indent).append("# ").append(line).append('\n');
    }
    return lines.toString();
  }

  private static List<String> folded(String note, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : note.split(" ", -1)) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private void comments(String path, int indent) {
    notes.at(path).forEach(note -> text.append(comment(note, indent)));
  }

  private void fields(ObjectNode object, String path, int indent) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      field(field, path, indent, false);
    }
  }

  private void field(
      Map.Entry<String, JsonNode> field, String path, int indent, boolean onTheDash) {
    String at = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
    if (!onTheDash) {
      comments(at, indent);
      text.repeat(' ', indent);
    }
    text.append(scalar(field.getKey())).append(':');
    value(field.getValue(), at, indent);
  }

  private void value(JsonNode value, String path, int indent) {
    switch (value) {
      case ObjectNode object when !object.isEmpty() -> {
        text.append('\n');
        fields(object, path, indent + 2);
      }
      case ArrayNode array when !array.isEmpty() -> {
        text.append('\n');
        for (int i = 0; i < array.size(); i++) {
          item(array.get(i), path + "[" + i + "]", indent);
        }
      }
      default -> text.append(' ').append(leaf(value)).append('\n');
    }
  }

  private void item(JsonNode item, String path, int indent) {
    comments(path, indent);
    if (!(item instanceof ObjectNode object) || object.isEmpty()) {
      text.repeat(' ', indent).append("- ").append(leaf(item)).append('\n');
      return;
    }
    // What is remarked on the first field stands above the dash.
    comments(path + "." + object.propertyNames().iterator().next(), indent);
    text.repeat(' ', indent).append("- ");
    boolean first = true;
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      field(field, path, indent + 2, first);
      first = false;
    }
  }

  private static String leaf(JsonNode value) {
    return value.isString() ? scalar(value.asString()) : value.toString();
  }

  private static String scalar(String text) {
    boolean plain = PLAIN.matcher(text).matches() && !OTHER_MEANING.matcher(text).matches();
    // A JSON string is a quoted YAML string.
    return plain ? text : StringNode.valueOf(text).toString();
  }
}
