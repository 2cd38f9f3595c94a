package dev.flyball.controller.cli;

import dev.flyball.controller.cli.RowChange.Fate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The rows as they were last told, so that it can be told which have come and which have gone. */
final class FollowedRows {
  private final Map<String, JsonNode> known = new LinkedHashMap<>();

  /** These are there at the start. */
  FollowedRows(List<JsonNode> rows) {
    rows.forEach(row -> known.put(id(row), row));
  }

  private static String id(JsonNode row) {
    return row.path("id").asString("");
  }

  /**
   * What differs from what was told before: what has gone first.
   *
   * @param event what has happened
   * @param wanted those of its rows that are wanted
   */
  List<RowChange> take(RowEvents.Event event, List<JsonNode> wanted) {
    List<RowChange> changes = new ArrayList<>();
    for (String gone : gone(event, wanted)) {
      JsonNode last = known.remove(gone);
      if (last != null) {
        changes.add(new RowChange(Fate.DELETED, last));
      }
    }
    for (JsonNode row : wanted) {
      JsonNode before = known.put(id(row), row);
      if (before == null) {
        changes.add(new RowChange(Fate.ADDED, row));
      } else if (!before.equals(row)) {
        changes.add(new RowChange(Fate.MODIFIED, row));
      }
    }
    return changes;
  }

  private Iterable<String> gone(RowEvents.Event event, List<JsonNode> wanted) {
    if (event.all()) {
      TreeSet<String> gone = new TreeSet<>(known.keySet());
      wanted.forEach(row -> gone.remove(id(row)));
      return gone;
    }
    return event.removed().valueStream().map(id -> id.asString("")).toList();
  }
}
