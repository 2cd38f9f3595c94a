package dev.flyball.controller.cli;

import dev.flyball.controller.report.Ages;
import dev.flyball.controller.report.AgreementText;
import dev.flyball.controller.report.ScalerCells;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rows of policies as {@code kubectl get} prints them. */
final class ScalerTable {
  private final boolean withNamespace;
  private final boolean wide;
  private final Map<String, ScalerCells> printed = new HashMap<>();
  private TextTable layout = new TextTable(List.of());

  ScalerTable(boolean withNamespace, boolean wide) {
    this.withNamespace = withNamespace;
    this.wide = wide;
  }

  /** The cells of a row, as the controller gives it. */
  static ScalerCells cells(JsonNode row, long nowMillis) {
    String unknown = "<unknown>";
    JsonNode target = row.path("target");
    return new ScalerCells(
        row.path("namespace").asString(""),
        row.path("name").asString(""),
        target.isObject()
            ? target.path("kind").asString("") + "/" + target.path("name").asString("")
            : unknown,
        row.path("targets").asString(unknown),
        row.path("minReplicas").asString("<unset>"),
        row.path("maxReplicas").asString("<unset>"),
        row.path("statusReplicas").asString(unknown),
        Ages.of(millis(row.path("created").asString("")), nowMillis),
        row.path("mode").asString(unknown),
        row.path("reason").asString(""),
        row.path("allTargets").asString(unknown),
        row.path("agreement").path("text").asString(AgreementText.NONE));
  }

  private static long millis(String time) {
    return time.isEmpty() ? 0 : Instant.parse(time).toEpochMilli();
  }

  /** The names of the columns, and a line for each row. */
  List<String> all(List<ScalerCells> rows) {
    List<List<String>> lines = new ArrayList<>();
    List<String> names = new ArrayList<>(withNamespace ? List.of("NAMESPACE") : List.of());
    names.addAll(ScalerCells.columns(wide));
    lines.add(names);
    rows.forEach(row -> lines.add(line(row)));
    rows.forEach(row -> printed.put(key(row), row));
    layout = new TextTable(lines);
    return lines.stream().map(layout::line).toList();
  }

  /** A line for each row that differs from what was printed of it last in more than its age. */
  List<String> changed(List<ScalerCells> rows) {
    List<String> lines = new ArrayList<>();
    for (ScalerCells row : rows) {
      ScalerCells before = printed.put(key(row), row);
      if (before == null || !ageless(before).equals(ageless(row))) {
        lines.add(layout.line(line(row)));
      }
    }
    return lines;
  }

  private static String key(ScalerCells row) {
    return row.namespace() + "/" + row.name();
  }

  private List<String> ageless(ScalerCells row) {
    List<String> cells = new ArrayList<>(row.cells(wide));
    cells.remove(ScalerCells.columns(wide).indexOf("AGE"));
    return cells;
  }

  private List<String> line(ScalerCells row) {
    List<String> line = new ArrayList<>(withNamespace ? List.of(row.namespace()) : List.of());
    line.addAll(row.cells(wide));
    return line;
  }
}
