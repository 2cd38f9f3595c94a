package dev.flyball.controller.moving;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Remarks on fields of a document, by the path of the field that they stand above. */
final class Notes {
  private final Map<String, List<String>> byPath = new HashMap<>();

  /**
   * Adds a remark.
   *
   * @param path such as {@code metrics[1].pods}; empty for the top of the document
   */
  void add(String path, String note) {
    byPath.computeIfAbsent(path, p -> new ArrayList<>()).add(note.replaceAll("\\s+", " "));
  }

  List<String> at(String path) {
    return byPath.getOrDefault(path, List.of());
  }
}
