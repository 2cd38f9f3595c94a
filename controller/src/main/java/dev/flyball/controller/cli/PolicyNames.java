package dev.flyball.controller.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Finds policies by what people call them. */
final class PolicyNames {
  private PolicyNames() {}

  /**
   * The rows of a name.
   *
   * @param name {@code NS/KEY}, or {@code NS/CONFIGMAP/KEY}
   */
  static List<JsonNode> named(JsonNode rows, String name) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode row : rows) {
      if (isNamed(row, name)) {
        found.add(row);
      }
    }
    return found;
  }

  /** Whether a row is of this name. */
  static boolean isNamed(JsonNode row, String name) {
    String[] id = row.path("id").asString("").split("/", -1);
    return id.length == 3
        && (name.equals(id[0] + "/" + id[2]) || name.equals(id[0] + "/" + id[1] + "/" + id[2]));
  }
}
