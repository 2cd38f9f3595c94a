package dev.flyball.controller.config;

import dev.flyball.controller.config.YamlTree.Fault;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** Reads text into nodes that know their place; the only class that runs the YAML library. */
final class YamlParser {
  private static final String CHECK_SYNTAX =
      "check the indentation, quotes and colons here and in the line above";

  private YamlParser() {}

  /**
   * Reads a text.
   *
   * @param longest how many characters are accepted
   * @param linesBefore lines of the file in front of the text
   */
  static YamlTree parse(String text, int longest, int linesBefore) {
    Fault refused = refuse(text, longest, linesBefore);
    if (refused != null) {
      return new YamlTree(List.of(), Optional.of(refused));
    }
    TreeBuilder builder = new TreeBuilder(linesBefore);
    Fault fault = build(tabsAsSpacesInJson(text), builder);
    return new YamlTree(builder.documents(), Optional.ofNullable(fault));
  }

  private static @Nullable Fault build(String text, TreeBuilder builder) {
    LoadSettings settings =
        LoadSettings.builder().setLabel("text").setCodePointLimit(Integer.MAX_VALUE).build();
    try {
      Iterator<Event> events = new Parse(settings).parseString(text).iterator();
      Fault fault = null;
      while (fault == null && events.hasNext()) {
        fault = builder.accept(events.next());
      }
      return fault;
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      return syntax(mark.map(builder::position).orElse(builder.last()), e.getProblem());
    } catch (RuntimeException e) {
      // The library throws others for odd escapes and directives; they too are faults of the text.
      return syntax(builder.last(), e.getMessage());
    }
  }

  private static Fault syntax(Position at, @Nullable String problem) {
    String what = problem == null ? "the text cannot be read" : problem.strip();
    if (what.contains("TAB")) {
      return new Fault(at, "is not valid YAML: a tab", "indent with spaces");
    }
    return new Fault(at, "is not valid YAML: " + what, CHECK_SYNTAX);
  }

  private static @Nullable Fault refuse(String text, int longest, int linesBefore) {
    if (text.length() > longest) {
      return new Fault(
          Position.START,
          "the text has " + text.length() + " characters",
          "shorten it to " + longest + " or less");
    }
    int line = 1 + linesBefore;
    int column = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int c = text.codePointAt(i);
      if (!StreamReader.isPrintable(c)) {
        String name = String.format("the character U+%04X", c);
        return new Fault(new Position(line, column), name + " is not allowed in YAML", "remove it");
      }
      column = c == '\n' ? 1 : column + 1;
      line += c == '\n' ? 1 : 0;
    }
    return null;
  }

  /** JSON may be indented with tabs, YAML not; a tab inside a JSON string would be invalid. */
  private static String tabsAsSpacesInJson(String text) {
    String start = text.stripLeading();
    boolean json = start.startsWith("{") || start.startsWith("[");
    return json ? text.replace('\t', ' ') : text;
  }
}
