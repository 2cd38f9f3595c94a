package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The status that a kubelet writes for a pod. */
final class PodStatus {
  private PodStatus() {}

  static void running(ObjectNode status, JsonNode pod, String ip, boolean ready, String now) {
    status
        .put("phase", "Running")
        .put("podIP", ip)
        .put("hostIP", "127.0.0.1")
        .put("startTime", now);
    status.putArray("podIPs").addObject().put("ip", ip);
    Trees.condition(status, "Initialized", true, "", "", now);
    ArrayNode containers = status.putArray("containerStatuses");
    for (JsonNode container : pod.path("spec").path("containers")) {
      ObjectNode one = containers.addObject();
      one.put("name", Json.text(container, "name")).put("image", Json.text(container, "image"));
      one.put("imageID", "").put("ready", ready).put("started", true).put("restartCount", 0);
      one.putObject("state").putObject("running").put("startedAt", now);
    }
    ready(status, ready, now);
  }

  static void ready(ObjectNode status, boolean ready, String now) {
    String reason = ready ? "" : "ContainersNotReady";
    Trees.condition(status, "ContainersReady", ready, reason, "", now);
    Trees.condition(status, "Ready", ready, reason, "", now);
    for (JsonNode container : status.path("containerStatuses")) {
      ((ObjectNode) container).put("ready", ready);
    }
  }
}
