package dev.flyball.metrics.api.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parameters of a URL's query, decoded. Of a repeated one the first counts. */
final class QueryParameters {
  private static final QueryParameters NONE = new QueryParameters(List.of());
  private final List<String> namesAndValues;

  private QueryParameters(List<String> namesAndValues) {
    this.namesAndValues = namesAndValues;
  }

  /** Reads a query; null where it has a malformed escape. */
  static @Nullable QueryParameters parse(@Nullable String query) {
    if (query == null || query.isEmpty()) {
      return NONE;
    }
    List<String> namesAndValues = new ArrayList<>(8);
    int start = 0;
    while (start <= query.length()) {
      int end = query.indexOf('&', start);
      if (end < 0) {
        end = query.length();
      }
      int equals = query.indexOf('=', start);
      int nameEnd = equals < 0 || equals > end ? end : equals;
      String name = PercentText.decode(query.substring(start, nameEnd), true);
      String value =
          nameEnd == end ? "" : PercentText.decode(query.substring(nameEnd + 1, end), true);
      if (name == null || value == null) {
        return null;
      }
      namesAndValues.add(name);
      namesAndValues.add(value);
      start = end + 1;
    }
    return new QueryParameters(namesAndValues);
  }

  /** Whether there is such a parameter, even an empty one. */
  boolean has(String name) {
    return indexOf(name) >= 0;
  }

  /** The value of a parameter; empty where there is none. */
  String value(String name) {
    int at = indexOf(name);
    return at < 0 ? "" : namesAndValues.get(at + 1);
  }

  /** Whether a parameter is set to something that means yes. */
  boolean isTrue(String name) {
    return switch (value(name)) {
      case "true", "True", "TRUE", "t", "T", "1" -> true;
      default -> false;
    };
  }

  private int indexOf(String name) {
    for (int i = 0; i < namesAndValues.size(); i += 2) {
      if (namesAndValues.get(i).equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
