package dev.flyball.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Markdown table, its columns as wide as they need to be: readable on a terminal, too. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  Table row(String... cells) {
    if (cells.length != rows.getFirst().size()) {
      throw new IllegalArgumentException("a row of " + cells.length + " cells");
    }
    rows.add(List.of(cells));
    return this;
  }

  Table row(List<String> cells) {
    return row(cells.toArray(String[]::new));
  }

  /** A number with three significant digits, or as many as its integer part has. */
  static String number(double value) {
    if (value == 0) {
      return "0";
    }
    double size = Math.abs(value);
    int digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : size >= 0.1 ? 3 : 4;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  @Override
  public String toString() {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      append(text, rows.get(r), widths);
      if (r == 0) {
        text.append('|');
        for (int i = 0; i < columns; i++) {
          text.append(i == 0 ? "-".repeat(widths[i] + 2) : "-".repeat(widths[i] + 1) + ":");
          text.append('|');
        }
        text.append('\n');
      }
    }
    return text.toString();
  }

  /** Names to the left, numbers to the right. */
  private static void append(StringBuilder text, List<String> row, int[] widths) {
    for (int i = 0; i < widths.length; i++) {
      String padding = " ".repeat(widths[i] - row.get(i).length());
      text.append(i == 0 ? "| " : " ");
      text.append(i == 0 ? row.get(i) + padding : padding + row.get(i)).append(" |");
    }
    text.append('\n');
  }
}
