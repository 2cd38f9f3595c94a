package dev.flyball.metrics.api.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form of the document at {@code /apis}; all of them are JSON. */
enum DiscoveryFormat {
  /** Everything at once. */
  AGGREGATED_V2("v2"),
  /** The same under the name that it had at first. */
  AGGREGATED_V2BETA1("v2beta1"),
  /** The groups alone. */
  GROUP_LIST("v1");

  private final String version;

  DiscoveryFormat(String version) {
    this.version = version;
  }

  String version() {
    return version;
  }

  /** The media type with the parameters by which clients recognize it. */
  String mediaType() {
    return this == GROUP_LIST
        ? "application/json"
        : "application/json;g=apidiscovery.k8s.io;v=" + version + ";as=APIGroupDiscoveryList";
  }

  /** As the API server chooses: any aggregated form before the groups alone; null for neither. */
  static @Nullable DiscoveryFormat negotiate(String accept) {
    if (accept.isEmpty()) {
      return GROUP_LIST;
    }
    List<MediaRange> ranges = MediaRange.parse(accept);
    for (MediaRange range : ranges) {
      if (range.covers("application", "json")) {
        if (range.isAggregatedDiscovery(AGGREGATED_V2.version)) {
          return AGGREGATED_V2;
        }
        if (range.isAggregatedDiscovery(AGGREGATED_V2BETA1.version)) {
          return AGGREGATED_V2BETA1;
        }
      }
    }
    return acceptsJson(ranges) ? GROUP_LIST : null;
  }

  /** Whether plain JSON is acceptable, for documents that have no other form. */
  static boolean acceptsJson(String accept) {
    return accept.isEmpty() || acceptsJson(MediaRange.parse(accept));
  }

  private static boolean acceptsJson(List<MediaRange> ranges) {
    return ranges.stream()
        .anyMatch(range -> range.isPlain() && range.covers("application", "json"));
  }
}
