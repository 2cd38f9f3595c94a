package dev.flyball.controller.cluster;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Knows under which name the objects of a kind stand in paths, asking the API server's discovery
 * where it has to.
 *
 * <p>Owned by the loop; nothing blocks.
 */
public final class ResourceNames {
  private static final Map<String, String> WELL_KNOWN =
      Map.of(
          "apps/v1/Deployment", "deployments",
          "apps/v1/StatefulSet", "statefulsets",
          "apps/v1/ReplicaSet", "replicasets",
          "v1/Pod", "pods",
          "v1/Service", "services",
          "v1/Namespace", "namespaces",
          "networking.k8s.io/v1/Ingress", "ingresses");

  private final ApiClient api;
  private final Map<String, String> found = new HashMap<>();

  /** Names as the API server at the other end has them. */
  public ResourceNames(ApiClient api) {
    this.api = api;
  }

  /** The path below which the objects of an API version stand. */
  static String root(String apiVersion) {
    return apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/v1";
  }

  /**
   * The plural name of a kind.
   *
   * @return fails with a {@link ScaleException} of 404 where the server has no such kind
   */
  public Future<String> plural(String apiVersion, String kind) {
    String key = apiVersion + "/" + kind;
    String known = WELL_KNOWN.getOrDefault(key, found.get(key));
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return api.get(root(apiVersion))
        .map(
            response -> {
              String plural = response.ok() ? find(response.body(), kind) : null;
              if (plural == null) {
                throw new ScaleException(
                    404, "the server has no kind " + kind + " in " + apiVersion);
              }
              found.put(key, plural);
              return plural;
            });
  }

  /** Asks again next time: what was known led nowhere. */
  void forget(String apiVersion, String kind) {
    found.remove(apiVersion + "/" + kind);
  }

  private static @Nullable String find(String discovery, String kind) {
    for (JsonNode resource : JsonMapper.shared().readTree(discovery).path("resources")) {
      String name = resource.path("name").asString("");
      if (!name.contains("/") && resource.path("kind").asString("").equals(kind)) {
        return name;
      }
    }
    return null;
  }
}
