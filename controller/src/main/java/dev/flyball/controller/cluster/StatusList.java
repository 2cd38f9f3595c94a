package dev.flyball.controller.cluster;

import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All status ConfigMaps of the cluster, read in pages: some requests instead of one a policy. */
final class StatusList {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String PATH =
      "/api/v1/configmaps?limit=500&labelSelector="
          + encoded(ConfigMapStatusStore.LABEL + "=" + ConfigMapStatusStore.LABEL_VALUE);

  private final ApiClient api;
  private final Map<String, ObjectNode> objects = new HashMap<>();

  StatusList(ApiClient api) {
    this.api = api;
  }

  /** The objects by path; fails where a page cannot be read. */
  Future<Map<String, ObjectNode>> read() {
    return page("");
  }

  private Future<Map<String, ObjectNode>> page(String token) {
    return api.get(token.isEmpty() ? PATH : PATH + "&continue=" + encoded(token))
        .compose(
            answer ->
                answer.ok()
                    ? take(answer.body())
                    : failure("was answered with HTTP " + answer.status()));
  }

  private Future<Map<String, ObjectNode>> take(String body) {
    JsonNode list;
    try {
      list = JSON.readTree(body);
    } catch (JacksonException e) {
      return failure("was not answered with JSON");
    }
    for (JsonNode item : list.path("items")) {
      JsonNode metadata = item.path("metadata");
      String path =
          "/api/v1/namespaces/"
              + metadata.path("namespace").asString("")
              + "/configmaps/"
              + metadata.path("name").asString("");
      if (item instanceof ObjectNode object) {
        objects.put(path, object);
      }
    }
    String next = list.path("metadata").path("continue").asString("");
    return next.isEmpty() ? Future.succeededFuture(objects) : page(next);
  }

  private static <T> Future<T> failure(String what) {
    return Future.failedFuture(new StatusException("GET " + PATH + " " + what, false));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
