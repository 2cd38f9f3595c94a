package dev.flyball.controller.cli;

import java.util.ArrayList;
import java.util.List;

/** Lays cells out in columns, three spaces apart, as {@code kubectl} does. */
final class TextTable {
  private static final int GAP = 3;
  private static final int FIRST_WIDE = 0x1100;

  private final List<Integer> widths = new ArrayList<>();

  /** Columns as wide as these rows need. */
  TextTable(List<List<String>> rows) {
    rows.forEach(this::widen);
  }

  static List<String> lines(List<List<String>> rows) {
    TextTable table = new TextTable(rows);
    return rows.stream().map(table::line).toList();
  }

  private void widen(List<String> row) {
    for (int i = 0; i < row.size(); i++) {
      int width = width(row.get(i));
      if (i == widths.size()) {
        widths.add(width);
      } else {
        widths.set(i, Math.max(widths.get(i), width));
      }
    }
  }

  /** One row; its columns widen for it and for all that follow. */
  String line(List<String> row) {
    widen(row);
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      line.append(row.get(i));
      if (i < row.size() - 1) {
        line.append(" ".repeat(widths.get(i) - width(row.get(i)) + GAP));
      }
    }
    return line.toString();
  }

  /** Korean letters take two places of a terminal. */
  private static int width(String text) {
    return text.codePoints().map(c -> c >= FIRST_WIDE && c != 0x2026 ? 2 : 1).sum();
  }
}
