package dev.flyball.minicluster.api;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import tools.jackson.databind.JsonNode;

/**
 * What controllers ask of a pod again and again, read once at each change of the pod.
 *
 * @param node node that it is bound to; empty before
 * @param phase Pending, Running, Succeeded, Failed
 * @param ready whether the Ready condition is True
 * @param deleting whether it has a deletion timestamp
 * @param readySinceMillis last transition of the Ready condition, epoch milliseconds; 0 without one
 * @param ip address of the pod; empty before it started
 */
public record PodFacts(
    String node, String phase, boolean ready, boolean deleting, long readySinceMillis, String ip) {

  static PodFacts of(JsonNode pod) {
    JsonNode status = pod.path("status");
    boolean ready = false;
    long since = 0;
    for (JsonNode condition : status.path("conditions")) {
      if (Json.text(condition, "type").equals("Ready")) {
        ready = Json.text(condition, "status").equals("True");
        since = millis(Json.text(condition, "lastTransitionTime"));
      }
    }
    return new PodFacts(
        Json.text(pod.path("spec"), "nodeName").intern(),
        Json.text(status, "phase").intern(),
        ready,
        pod.path("metadata").hasNonNull("deletionTimestamp"),
        since,
        Json.text(status, "podIP"));
  }

  private static long millis(String timestamp) {
    try {
      return timestamp.isEmpty() ? 0 : Instant.parse(timestamp).toEpochMilli();
    } catch (DateTimeParseException e) {
      return 0;
    }
  }

  /** Whether the pod counts for its controller: neither ended nor being deleted. */
  public boolean active() {
    return !deleting && !phase.equals("Failed") && !phase.equals("Succeeded");
  }
}
