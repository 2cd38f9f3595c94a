package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.StatusStore;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps the status of a ConfigMap's policies in the ConfigMap {@code <name>-flyball-status}, one
 * key a policy, owned by the policies' ConfigMap so that it goes with it.
 *
 * <p>What is found damaged, of a newer version or somebody else's is logged and not used. A
 * ConfigMap of that name without the label {@code flyball.dev/type: status} is somebody else's and
 * is never written to.
 *
 * <p>Owned by the loop. One save of a ConfigMap at a time.
 */
public final class ConfigMapStatusStore implements StatusStore {
  /** What is added to the name of the policies' ConfigMap. */
  public static final String SUFFIX = "-flyball-status";

  /** Label of status ConfigMaps, with the value {@link #LABEL_VALUE}. */
  public static final String LABEL = "flyball.dev/type";

  /** Value of {@link #LABEL}. */
  public static final String LABEL_VALUE = "status";

  /** ConfigMaps that are remembered; one that was forgotten costs a read before its next write. */
  static final int MAX_KNOWN = 16_384;

  /** Requests at once; more wait here and not in the client, whose requests time out. */
  static final int MAX_IN_FLIGHT = 32;

  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapStatusStore.class);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApiClient api;
  private final ZoneId zone;
  private final FailureLog foreign;
  private final RequestGate gate = new RequestGate(MAX_IN_FLIGHT, Integer.MAX_VALUE);
  private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(64, 0.75f, true);
  private @Nullable Map<String, ObjectNode> listed;

  /**
   * What a status ConfigMap holds as far as is known.
   *
   * @param keys its keys
   * @param content digest of what was last written; null where it was not written by this process
   * @param dropped what did not fit
   */
  private record Known(Set<String> keys, @Nullable String content, String dropped) {
    static final Known ABSENT = new Known(Set.of(), null, "");

    Known {
      keys = Set.copyOf(keys);
    }
  }

  /**
   * A store.
   *
   * @param zone zone of the times of day in sentences
   */
  public ConfigMapStatusStore(ApiClient api, InstantSource clock, ZoneId zone) {
    this.api = api;
    this.zone = zone;
    this.foreign =
        new FailureLog(LOG, clock, "a ConfigMap of this name is not Flyball's; status is not kept");
  }

  /**
   * Reads all statuses of the cluster in a few requests, for the loads that follow until {@link
   * #forgetAll}. Where that fails they are read one by one.
   *
   * @return succeeds in any case
   */
  public Future<Void> readAll() {
    return new StatusList(api)
        .read()
        .onSuccess(all -> listed = all)
        .otherwise(
            error -> {
              LOG.warn("statuses are read one by one: {}", String.valueOf(error.getMessage()));
              return Map.of();
            })
        .mapEmpty();
  }

  /** What {@link #readAll} read grows old: from now on each status is read when it is asked for. */
  public void forgetAll() {
    listed = null;
  }

  @Override
  public Future<Map<PolicyId, HistorySnapshot>> load(String namespace, String configMap) {
    return read(namespace, configMap)
        .map(
            data -> {
              Map<PolicyId, HistorySnapshot> histories = new HashMap<>();
              for (Map.Entry<String, JsonNode> entry : data.properties()) {
                PolicyId id = new PolicyId(namespace, configMap, entry.getKey());
                try {
                  histories.put(id, StatusDocument.history(entry.getValue().asString("")));
                } catch (IllegalArgumentException e) {
                  LOG.atWarn()
                      .addKeyValue("policy", id)
                      .addKeyValue("cause", e.getMessage())
                      .log("the status that was kept cannot be used; history begins anew");
                }
              }
              return histories;
            });
  }

  /** The data of a status ConfigMap that is ours, and none where there is no such thing. */
  private Future<ObjectNode> read(String namespace, String configMap) {
    String path = collection(namespace) + "/" + configMap + SUFFIX;
    known.remove(path);
    Map<String, ObjectNode> all = listed;
    if (all != null) {
      // A second look at the same one is for what has changed since.
      ObjectNode object = all.remove(path);
      if (object == null) {
        remember(path, Known.ABSENT);
        return Future.succeededFuture(JSON.createObjectNode());
      }
      return Future.succeededFuture(dataOf(path, object));
    }
    return gate.send(() -> api.get(path))
        .compose(
            answer -> {
              if (answer.status() == NOT_FOUND) {
                remember(path, Known.ABSENT);
                return Future.succeededFuture(JSON.createObjectNode());
              }
              return answer.ok()
                  ? Future.succeededFuture(dataOf(path, answer.body()))
                  : failure("GET", path, answer);
            });
  }

  private ObjectNode dataOf(String path, String body) {
    JsonNode object;
    try {
      object = JSON.readTree(body);
    } catch (JacksonException e) {
      LOG.atWarn().addKeyValue("path", path).log("the answer is not JSON: {}", e.getMessage());
      return JSON.createObjectNode();
    }
    return dataOf(path, object);
  }

  private ObjectNode dataOf(String path, JsonNode object) {
    if (!object.path("metadata").path("labels").path(LABEL).asString("").equals(LABEL_VALUE)) {
      foreign.failed(path, "it has no label " + LABEL + ": " + LABEL_VALUE);
      return JSON.createObjectNode();
    }
    ObjectNode data =
        object.path("data") instanceof ObjectNode some ? some : JSON.createObjectNode();
    remember(path, new Known(Set.copyOf(data.propertyNames()), null, ""));
    return data;
  }

  @Override
  public Future<Void> save(
      String namespace, String configMap, String ownerUid, List<PolicyReport> reports) {
    String path = collection(namespace) + "/" + configMap + SUFFIX;
    Known before = known.get(path);
    if (before != null) {
      return write(namespace, configMap, ownerUid, reports, before);
    }
    return read(namespace, configMap)
        .compose(
            data -> {
              Known now = known.get(path);
              return now == null
                  ? Future.failedFuture(new StatusException(path + " is not Flyball's"))
                  : write(namespace, configMap, ownerUid, reports, now);
            });
  }

  private Future<Void> write(
      String namespace,
      String configMap,
      String ownerUid,
      List<PolicyReport> reports,
      Known before) {
    StatusSize.Fitted fitted = StatusSize.fit(reports, zone);
    String name = configMap + SUFFIX;
    String path = collection(namespace) + "/" + name;
    ObjectNode object = object(name, configMap, ownerUid, fitted.documents());
    String content = Digest.of(object.toString());
    if (content.equals(before.content())) {
      return Future.succeededFuture();
    }
    if (!fitted.dropped().isEmpty() && !fitted.dropped().equals(before.dropped())) {
      LOG.atWarn()
          .addKeyValue("configMap", namespace + "/" + name)
          .addKeyValue("dropped", fitted.dropped())
          .log("the status of so many policies does not fit into a ConfigMap");
    }
    Known after = new Known(fitted.documents().keySet(), content, fitted.dropped());
    Future<Response> written =
        before.equals(Known.ABSENT)
            ? create(namespace, path, object)
            : patch(namespace, path, object, before.keys());
    return written.compose(
        answer -> {
          if (!answer.ok()) {
            known.remove(path);
            return failure("writing", path, answer);
          }
          remember(path, after);
          return Future.succeededFuture();
        });
  }

  /** Creates; where it came to be in the meantime, its next save will read it first. */
  private Future<Response> create(String namespace, String path, ObjectNode object) {
    String json = object.toString();
    return gate.send(() -> api.post(collection(namespace), json))
        .onSuccess(
            answer -> {
              if (answer.status() == CONFLICT) {
                LOG.atInfo().addKeyValue("path", path).log("was created by somebody else");
              }
            });
  }

  private Future<Response> patch(
      String namespace, String path, ObjectNode object, Set<String> keysBefore) {
    ObjectNode patch = object.deepCopy();
    ObjectNode data = (ObjectNode) patch.path("data");
    for (String key : keysBefore) {
      if (!data.has(key)) {
        data.putNull(key);
      }
    }
    String json = patch.toString();
    return gate.send(() -> api.mergePatch(path, json))
        .compose(
            answer ->
                answer.status() == NOT_FOUND
                    ? create(namespace, path, object)
                    : Future.succeededFuture(answer));
  }

  private static ObjectNode object(
      String name, String owner, String ownerUid, SortedMap<String, String> documents) {
    ObjectNode object = JSON.createObjectNode();
    object.put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("labels").put(LABEL, LABEL_VALUE);
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "v1")
        .put("kind", "ConfigMap")
        .put("name", owner)
        .put("uid", ownerUid)
        .put("controller", true);
    ObjectNode data = object.putObject("data");
    documents.forEach(data::put);
    return object;
  }

  private void remember(String path, Known state) {
    known.put(path, state);
    if (known.size() > MAX_KNOWN) {
      known.pollFirstEntry();
    }
  }

  private static String collection(String namespace) {
    return "/api/v1/namespaces/" + namespace + "/configmaps";
  }

  private static <T> Future<T> failure(String verb, String path, Response answer) {
    return Future.failedFuture(
        new StatusException(verb + " " + path + " was answered with HTTP " + answer.status()));
  }
}
