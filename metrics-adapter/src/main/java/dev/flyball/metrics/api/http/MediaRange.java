package dev.flyball.metrics.api.http;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A media type that a client accepts, or a range of them.
 *
 * @param type first part, or {@code *}
 * @param subtype second part, or {@code *}
 * @param parameters its parameters, without {@code q}
 * @param quality how much it is wanted, in thousandths
 */
record MediaRange(String type, String subtype, Map<String, String> parameters, int quality) {
  private static final int FULL_QUALITY = 1000;

  /** The most wanted first, of equals the more exact, then the earlier one. */
  private static final Comparator<MediaRange> BY_PREFERENCE =
      Comparator.comparingInt((MediaRange range) -> range.quality)
          .reversed()
          .thenComparing(range -> range.type.equals("*"))
          .thenComparing(range -> range.subtype.equals("*"));

  /**
   * Reads an Accept header, the most wanted range first. What cannot be read, and what is refused
   * with {@code q=0}, is left out.
   */
  static List<MediaRange> parse(String header) {
    List<MediaRange> ranges = new ArrayList<>(4);
    for (String clause : split(header, ',')) {
      add(ranges, split(clause, ';'));
    }
    ranges.sort(BY_PREFERENCE);
    return ranges;
  }

  private static void add(List<MediaRange> ranges, List<String> parts) {
    String name = parts.getFirst();
    int slash = name.indexOf('/');
    if (slash <= 0 || slash == name.length() - 1) {
      return;
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String parameter : parts.subList(1, parts.size())) {
      int equals = parameter.indexOf('=');
      if (equals > 0) {
        parameters.put(
            parameter.substring(0, equals).strip().toLowerCase(Locale.ROOT),
            unquoted(parameter.substring(equals + 1).strip()));
      }
    }
    String q = parameters.remove("q");
    int quality = q == null ? FULL_QUALITY : quality(q);
    if (quality > 0) {
      String type = name.substring(0, slash).toLowerCase(Locale.ROOT);
      String subtype = name.substring(slash + 1).toLowerCase(Locale.ROOT);
      ranges.add(new MediaRange(type, subtype, parameters, quality));
    }
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  /** Thousandths; a quality that is no number counts in full. */
  static int quality(String text) {
    try {
      double quality = Double.parseDouble(text);
      return quality >= 0 && quality <= 1 ? (int) Math.ceil(quality * FULL_QUALITY) : FULL_QUALITY;
    } catch (NumberFormatException e) {
      return FULL_QUALITY;
    }
  }

  /** The stripped parts between separators; one at least. */
  static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>(4);
    int start = 0;
    int end;
    while ((end = text.indexOf(separator, start)) >= 0) {
      parts.add(text.substring(start, end).strip());
      start = end + 1;
    }
    parts.add(text.substring(start).strip());
    return parts;
  }

  /** Whether a media type lies in it. */
  boolean covers(String wantedType, String wantedSubtype) {
    return (type.equals(wantedType) && (subtype.equals(wantedSubtype) || subtype.equals("*")))
        || (type.equals("*") && subtype.equals("*"));
  }

  /**
   * Whether it asks for the object as it is, rather than as another kind or for another version.
   */
  boolean isPlain() {
    return !parameters.containsKey("as")
        && !parameters.containsKey("g")
        && !parameters.containsKey("v")
        && parameters.getOrDefault("sv", "").isEmpty();
  }

  /** Whether it asks for aggregated discovery in a version of its format. */
  boolean isAggregatedDiscovery(String version) {
    return asksFor("APIGroupDiscoveryList", "apidiscovery.k8s.io", version);
  }

  /** Whether it asks for an object as this kind instead of its own. */
  boolean asksFor(String kind, String group, String version) {
    return kind.equals(parameters.get("as"))
        && group.equals(parameters.get("g"))
        && version.equals(parameters.get("v"));
  }
}
