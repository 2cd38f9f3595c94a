package dev.flyball.metrics.api.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes documents that are made rarely and kept, such as discovery: maps, lists, strings, booleans
 * and whole numbers, in the order in which the maps hold them.
 */
public final class JsonDocument {
  private JsonDocument() {}

  /**
   * The document in UTF-8.
   *
   * @throws IllegalArgumentException when it holds anything else
   */
  public static byte[] write(Object document) {
    ByteSink out = new ByteSink();
    value(out, document);
    out.add('\n');
    return out.toBytes();
  }

  private static void value(ByteSink out, Object value) {
    switch (value) {
      case String text -> JsonSink.string(out, text);
      case Boolean bool -> out.add(bool.toString());
      case Integer number -> out.addDecimal(number);
      case Map<?, ?> map -> map(out, map);
      case List<?> list -> list(out, list);
      default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
    }
  }

  private static void map(ByteSink out, Map<?, ?> map) {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.add(before);
      value(out, entry.getKey());
      out.add(':');
      value(out, entry.getValue());
      before = ',';
    }
    if (map.isEmpty()) {
      out.add('{');
    }
    out.add('}');
  }

  private static void list(ByteSink out, List<?> list) {
    out.add('[');
    for (int i = 0; i < list.size(); i++) {
      if (i > 0) {
        out.add(',');
      }
      value(out, list.get(i));
    }
    out.add(']');
  }

  /** A map that keeps the order of its names and values. */
  public static Map<String, Object> object(Object... namesAndValues) {
    Map<String, Object> object = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      object.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return object;
  }
}
