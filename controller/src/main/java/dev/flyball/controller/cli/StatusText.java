package dev.flyball.controller.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the status ConfigMap of a policy says for people.
 *
 * @param id the policy
 * @param document its status
 */
record StatusText(String id, JsonNode document) {
  private static final String SUFFIX = "-flyball-status";

  /**
   * The statuses of the policies of a name.
   *
   * @param name a policy's key, or {@code CONFIGMAP/KEY}
   * @throws IOException where the API server does not give them
   */
  static List<StatusText> named(Connection cluster, String namespace, String name)
      throws IOException {
    Answer answer =
        cluster.get(
            "/api/v1/namespaces/"
                + namespace
                + "/configmaps?labelSelector=flyball.dev%2Ftype%3Dstatus");
    if (!answer.ok()) {
      throw new IOException(answer.error());
    }
    List<StatusText> found = new ArrayList<>();
    for (JsonNode configMap : answer.json().path("items")) {
      String owner = configMap.path("metadata").path("name").asString("").replace(SUFFIX, "");
      for (Map.Entry<String, JsonNode> entry : configMap.path("data").properties()) {
        String within = owner + "/" + entry.getKey();
        if (entry.getKey().equals(name) || within.equals(name)) {
          found.add(
              new StatusText(
                  namespace + "/" + within,
                  JsonMapper.shared().readTree(entry.getValue().asString("{}"))));
        }
      }
    }
    return found;
  }

  /** Its last decision in one sentence. */
  String sentence() {
    return document.path("explanation").asString("Nothing was decided yet.");
  }
}
