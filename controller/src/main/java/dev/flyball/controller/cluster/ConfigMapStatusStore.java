package dev.flyball.controller.cluster;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.StatusStore;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the status of a ConfigMap of policies in another one beside it, {@code
 * <name>-flyball-status}, which the first one owns: one JSON document a policy, for people first
 * and with the history last.
 *
 * <p>Owned by the loop. A status that cannot be read is reported and ignored.
 */
public final class ConfigMapStatusStore implements StatusStore {
  /** Added to the name of the policies' ConfigMap. */
  public static final String SUFFIX = "-flyball-status";

  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapStatusStore.class);
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final int NOT_FOUND = 404;

  private final ApiClient api;
  private final Map<String, String> written = new HashMap<>();

  /** A store behind this client. */
  public ConfigMapStatusStore(ApiClient api) {
    this.api = api;
  }

  @Override
  public Future<Map<PolicyId, HistorySnapshot>> load(String namespace, String configMap) {
    return api.get(path(namespace) + "/" + configMap + SUFFIX)
        .map(
            response -> {
              Map<PolicyId, HistorySnapshot> histories = new HashMap<>();
              if (response.ok()) {
                JSON.readTree(response.body())
                    .path("data")
                    .properties()
                    .forEach(
                        entry -> {
                          PolicyId id = new PolicyId(namespace, configMap, entry.getKey());
                          history(id, entry.getValue()).ifPresent(h -> histories.put(id, h));
                        });
              } else if (response.status() != NOT_FOUND) {
                throw new IllegalStateException("status " + response.status());
              }
              return histories;
            });
  }

  private static Optional<HistorySnapshot> history(PolicyId id, JsonNode text) {
    Optional<HistorySnapshot> history = Optional.empty();
    try {
      history = HistoryCodec.read(JSON.readTree(text.asString("")).path("history"));
    } catch (JacksonException e) {
      LOG.debug("status of {} is no JSON", id, e);
    }
    if (history.isEmpty()) {
      LOG.warn("the status of policy {} cannot be read and is ignored: it begins anew", id);
    }
    return history;
  }

  @Override
  public Future<Void> save(
      String namespace, String configMap, String ownerUid, List<PolicyReport> reports) {
    ObjectNode body = JSON.createObjectNode();
    body.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = body.putObject("metadata");
    metadata.put("name", configMap + SUFFIX).put("namespace", namespace);
    metadata.putObject("labels").put(ConfigMapText.TYPE_LABEL, "status");
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("name", configMap)
        .put("uid", ownerUid);
    ObjectNode data = body.putObject("data");
    for (PolicyReport report : reports) {
      data.put(report.id().key(), StatusDocument.write(report));
    }
    String json = JSON.writeValueAsString(body);
    String path = path(namespace) + "/" + configMap + SUFFIX;
    if (json.equals(written.get(path))) {
      return Future.succeededFuture();
    }
    return api.mergePatch(path, json)
        .compose(
            response ->
                response.status() == NOT_FOUND
                    ? api.post(path(namespace), json)
                    : Future.succeededFuture(response))
        .map(
            response -> {
              if (!response.ok()) {
                LOG.warn("the status {} could not be written: {}", path, response.body());
                throw new IllegalStateException("status " + response.status());
              }
              written.put(path, json);
              return null;
            });
  }

  private static String path(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }
}
