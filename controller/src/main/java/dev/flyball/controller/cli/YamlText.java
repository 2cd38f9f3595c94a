package dev.flyball.controller.cli;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Writes JSON as YAML in blocks. Every text is quoted as in JSON, which is YAML as well. */
final class YamlText {
  private YamlText() {}

  static String of(JsonNode node) {
    StringBuilder text = new StringBuilder();
    write(node, 0, text);
    return text.toString();
  }

  private static boolean isBlock(JsonNode node) {
    return node.isContainer() && !node.isEmpty();
  }

  private static void write(JsonNode node, int depth, StringBuilder text) {
    if (!isBlock(node)) {
      text.append(node).append('\n');
    } else if (node.isArray()) {
      for (JsonNode element : node) {
        text.append("  ".repeat(depth)).append("- ");
        // What follows the dash stands where it would have been indented to.
        StringBuilder inner = new StringBuilder();
        write(element, depth + 1, inner);
        text.append(inner.toString().stripLeading());
      }
    } else {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        text.append("  ".repeat(depth)).append(field.getKey()).append(':');
        text.append(isBlock(field.getValue()) ? "\n" : " ");
        boolean list = field.getValue().isArray();
        write(field.getValue(), list ? depth : depth + 1, text);
      }
    }
  }
}
