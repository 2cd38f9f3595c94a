package dev.flyball.controller.cli;

import tools.jackson.databind.JsonNode;

/**
 * A row that came, changed or went.
 *
 * @param fate what became of it
 * @param row as it is now, or as it was last
 */
record RowChange(Fate fate, JsonNode row) {
  /** What became of it, in the words of {@code kubectl get -w --output-watch-events}. */
  enum Fate {
    /** It was not there before. */
    ADDED,
    /** It differs from what was told last. */
    MODIFIED,
    /** It is not there any more. */
    DELETED
  }
}
