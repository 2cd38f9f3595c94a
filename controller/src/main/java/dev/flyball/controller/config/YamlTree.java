package dev.flyball.controller.config;

import java.util.List;
import java.util.Optional;

/**
 * What a text holds as YAML, of which JSON is a part.
 *
 * @param documents the documents before the fault, or all of them
 * @param fault why the text could not be read to its end
 */
record YamlTree(List<Document> documents, Optional<Fault> fault) {
  YamlTree {
    documents = List.copyOf(documents);
  }

  /**
   * One document.
   *
   * @param at where it begins
   * @param root its value
   */
  record Document(Position at, Node root) {}

  /**
   * Why a text is no YAML, or none that is accepted.
   *
   * @param at where
   * @param what what is wrong
   * @param remedy what would be right
   */
  record Fault(Position at, String what, String remedy) {}
}
