package dev.flyball.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts the tables of result files into a document, each between two lines that name its file:
 *
 * <pre>{@code
 * <!-- table of results/micro.json -->
 * ...
 * <!-- end of table -->
 * }</pre>
 */
public final class Tables {
  private static final Pattern PLACE =
      Pattern.compile("(?s)<!-- table of (\\S+) -->\n.*?<!-- end of table -->");

  private Tables() {}

  /**
   * The document with the tables of the files as they are now.
   *
   * @throws IllegalArgumentException when a file is no result; the message names it
   */
  public static String update(Path document) {
    try {
      String text = Files.readString(document);
      Matcher place = PLACE.matcher(text);
      return place.replaceAll(
          match ->
              Matcher.quoteReplacement(
                  section(match.group(1), document.resolveSibling(match.group(1)))));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + document, e);
    }
  }

  private static String section(String name, Path file) {
    ResultFile result = ResultFile.read(file);
    return "<!-- table of "
        + name
        + " -->\n`"
        + result.command()
        + "`, "
        + result.startedAt()
        + ", "
        + result.seconds()
        + " s, "
        + Table.number(result.loadBefore())
        + " processes at work in the minute before, on "
        + result.machine()
        + ".\n\n"
        + table(result)
        + "<!-- end of table -->";
  }

  private static String table(ResultFile result) {
    return switch (result.kind()) {
      case "micro" -> MicroTable.of(result);
      case "scale" -> ScaleTable.of(result);
      case "reaction" -> ReactionTable.of(result);
      case "api" -> ApiTable.of(result);
      default -> throw new IllegalArgumentException("there are no tables of " + result.kind());
    };
  }
}
