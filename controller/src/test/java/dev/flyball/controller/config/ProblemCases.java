package dev.flyball.controller.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A table of bad texts with the lines that must be said about each: {@code ### name}, the text, and
 * a line {@code >>> expected} a problem.
 */
record ProblemCases(List<Case> cases) {
  private static final String EXPECTED = ">>> ";

  /** One row of the table. */
  record Case(String name, String text, List<String> expected) {}

  static ProblemCases load(String resource) {
    try (InputStream in =
        Objects.requireNonNull(ProblemCases.class.getResourceAsStream(resource), resource)) {
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new ProblemCases(
          Arrays.stream(table.split("(?m)^### ", -1))
              .filter(row -> !row.isEmpty())
              .map(ProblemCases::row)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Case row(String row) {
    int end = row.indexOf('\n');
    StringBuilder text = new StringBuilder();
    for (String line : row.substring(end + 1).split("(?<=\n)", -1)) {
      text.append(line.startsWith(EXPECTED) ? "" : line);
    }
    List<String> expected =
        row.lines()
            .filter(line -> line.startsWith(EXPECTED))
            .map(line -> line.substring(EXPECTED.length()))
            .toList();
    return new Case(row.substring(0, end), text.toString(), expected);
  }
}
