package dev.flyball.minicluster.api;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two shapes of an event: events.k8s.io as written by new clients, core as kept and read by
 * kubectl.
 */
final class EventShapes {
  private static final String[][] NAMES = {
    {"regarding", "involvedObject"},
    {"note", "message"},
    {"reportingController", "reportingComponent"},
    {"deprecatedSource", "source"},
    {"deprecatedFirstTimestamp", "firstTimestamp"},
    {"deprecatedLastTimestamp", "lastTimestamp"},
    {"deprecatedCount", "count"},
  };

  private EventShapes() {}

  static ObjectNode toCore(ObjectNode event) {
    return rename(event, 0, 1, "v1");
  }

  static ObjectNode fromCore(ObjectNode event) {
    return rename(event, 1, 0, "events.k8s.io/v1");
  }

  private static ObjectNode rename(ObjectNode event, int from, int to, String apiVersion) {
    for (String[] names : NAMES) {
      JsonNode value = event.remove(names[from]);
      if (value != null && !value.isNull()) {
        event.set(names[to], value);
      }
    }
    return event.put("apiVersion", apiVersion);
  }
}
