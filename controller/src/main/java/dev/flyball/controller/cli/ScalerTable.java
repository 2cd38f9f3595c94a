package dev.flyball.controller.cli;

import dev.flyball.controller.cli.RowChange.Fate;
import dev.flyball.controller.report.Ages;
import dev.flyball.controller.report.AgreementText;
import dev.flyball.controller.report.ScalerCells;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** The rows of policies as {@code kubectl get} prints them. */
final class ScalerTable {
  private final boolean withNamespace;
  private final boolean wide;
  private final boolean withEvent;
  private final Map<String, ScalerCells> printed = new HashMap<>();
  private TextTable layout = new TextTable(List.of());

  /**
   * A table.
   *
   * @param wide with all metrics of each
   * @param withEvent whether the first column says what became of a row
   */
  ScalerTable(boolean withNamespace, boolean wide, boolean withEvent) {
    this.withNamespace = withNamespace;
    this.wide = wide;
    this.withEvent = withEvent;
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
    lines.add(line("EVENT", "NAMESPACE", ScalerCells.columns(wide)));
    rows.forEach(row -> lines.add(line(Fate.ADDED, row)));
    rows.forEach(row -> printed.put(key(row), row));
    layout = new TextTable(lines);
    return lines.stream().map(layout::line).toList();
  }

  /**
   * The line of a row that has come, changed or gone; empty where it differs from what was printed
   * of it last in nothing but its age. One that has gone is printed as it was, as {@code kubectl}
   * does.
   */
  Optional<String> changed(Fate fate, ScalerCells row) {
    ScalerCells before = printed.put(key(row), row);
    if (fate == Fate.DELETED) {
      printed.remove(key(row));
    } else if (before != null && ageless(before).equals(ageless(row))) {
      return Optional.empty();
    }
    return Optional.of(layout.line(line(fate, row)));
  }

  private static String key(ScalerCells row) {
    return row.namespace() + "/" + row.name();
  }

  private List<String> ageless(ScalerCells row) {
    List<String> cells = new ArrayList<>(row.cells(wide));
    cells.remove(ScalerCells.columns(wide).indexOf("AGE"));
    return cells;
  }

  private List<String> line(Fate fate, ScalerCells row) {
    return line(fate.name(), row.namespace(), row.cells(wide));
  }

  private List<String> line(String event, String namespace, List<String> cells) {
    List<String> line = new ArrayList<>(withEvent ? List.of(event) : List.of());
    line.addAll(withNamespace ? List.of(namespace) : List.of());
    line.addAll(cells);
    return line;
  }
}
