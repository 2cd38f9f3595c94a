package dev.flyball.metrics.rules.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Values of templates: strings, numbers, truth values, lists and maps of strings. */
final class Values {
  /** The field of a map that does not have it. */
  static final Object NONE = new Object();

  private Values() {}

  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case Long number -> number != 0;
      case String text -> !text.isEmpty();
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> false;
    };
  }

  /** A value as Go prints it. */
  static String print(Object value) {
    if (value == NONE) {
      return "<no value>";
    }
    return switch (value) {
      case Collection<?> list ->
          list.stream().map(Values::print).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> map ->
          new TreeMap<Object, Object>(map)
              .entrySet().stream()
                  .map(entry -> entry.getKey() + ":" + print(entry.getValue()))
                  .collect(Collectors.joining(" ", "map[", "]"));
      default -> value.toString();
    };
  }

  /**
   * Several values in a row.
   *
   * @param line whether a space stands between all of them and a line break at the end; otherwise
   *     only between those that are both no strings
   */
  static String print(List<Object> values, boolean line) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      boolean bare = i > 0 && !isText(values.get(i)) && !isText(values.get(i - 1));
      if (i > 0 && (line || bare)) {
        text.append(' ');
      }
      text.append(print(values.get(i)));
    }
    return line ? text.append('\n').toString() : text.toString();
  }

  private static boolean isText(Object value) {
    return value instanceof String;
  }

  static String urlQuery(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("*", "%2A").replace("%7E", "~");
  }
}
