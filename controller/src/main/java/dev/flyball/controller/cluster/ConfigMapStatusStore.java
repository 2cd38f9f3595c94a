package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.KeptStatus;
import dev.flyball.controller.loop.KeptStatuses;
import dev.flyball.controller.loop.StatusStore;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
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
 * <p>What is found damaged, of a newer version, of another owner or somebody else's is told of and
 * not used. A ConfigMap of that name without the label {@code flyball.dev/type: status} is somebody
 * else's and is never written to.
 *
 * <p>It is written against the version that was read or written last. A write that meets another
 * one fails, and the next one reads first: that of a leader whose time was over when it arrived
 * changes nothing.
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

  private static final Logger LOG = LoggerFactory.getLogger(ConfigMapStatusStore.class);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;

  /** Writes at once; more wait here and not in the client, whose requests time out. */
  static final int MAX_WRITES = 32;

  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApiClient api;
  private final InstantSource clock;
  private final ZoneId zone;
  private final StatusReads reads;
  private final RequestGate writes = new RequestGate(MAX_WRITES, Integer.MAX_VALUE);
  private final FailureLog foreign;
  private final LinkedHashMap<String, Known> known = new LinkedHashMap<>(64, 0.75f, true);

  /**
   * What a status ConfigMap holds as far as is known.
   *
   * @param keys its keys
   * @param content digest of what was last written; null where it was not written by this process
   * @param dropped what did not fit
   * @param version its resourceVersion; empty where it is not known
   */
  private record Known(Set<String> keys, @Nullable String content, String dropped, String version) {
    static final Known ABSENT = new Known(Set.of(), null, "", "");

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
    this.reads = new StatusReads(api);
    this.clock = clock;
    this.zone = zone;
    this.foreign =
        new FailureLog(LOG, clock, "a ConfigMap of this name is not Flyball's; status is not kept");
  }

  @Override
  public Future<KeptStatuses> load(String namespace, String configMap, String ownerUid) {
    return read(namespace, configMap)
        .map(
            found -> {
              if (!found.useless().isEmpty()) {
                return KeptStatuses.useless(found.useless());
              }
              return StatusObject.belongsTo(found.object(), ownerUid)
                  ? kept(namespace, configMap, found.object())
                  : KeptStatuses.useless(
                      "it belongs to another ConfigMap than the one that is there now");
            });
  }

  private static KeptStatuses kept(String namespace, String configMap, JsonNode object) {
    Map<PolicyId, KeptStatus> usable = new HashMap<>();
    Map<PolicyId, String> unusable = new HashMap<>();
    long savedMillis = StatusObject.savedMillis(object);
    for (Map.Entry<String, JsonNode> entry : object.path("data").properties()) {
      PolicyId id = new PolicyId(namespace, configMap, entry.getKey());
      try {
        usable.put(id, StatusDocument.kept(entry.getValue().asString(""), savedMillis));
      } catch (IllegalArgumentException e) {
        unusable.put(id, String.valueOf(e.getMessage()));
      }
    }
    return new KeptStatuses(usable, unusable, "");
  }

  /**
   * A status ConfigMap that was read.
   *
   * @param object what it is; empty where there is none
   * @param useless why nothing in it can be used; empty where it can
   */
  private record Found(JsonNode object, String useless) {}

  private Future<Found> read(String namespace, String configMap) {
    String path = collection(namespace) + "/" + configMap + SUFFIX;
    known.remove(path);
    return reads
        .get(path)
        .compose(
            answer -> {
              if (answer.status() == NOT_FOUND) {
                remember(path, Known.ABSENT);
                return Future.succeededFuture(new Found(JSON.createObjectNode(), ""));
              }
              return answer.ok()
                  ? Future.succeededFuture(found(path, answer.body()))
                  : failure("GET", path, answer);
            });
  }

  private Found found(String path, String body) {
    JsonNode object;
    try {
      object = JSON.readTree(body);
    } catch (JacksonException e) {
      return new Found(JSON.createObjectNode(), "it is not JSON: " + e.getOriginalMessage());
    }
    if (!StatusObject.isFlyballs(object)) {
      String why = "it has no label " + LABEL + ": " + LABEL_VALUE;
      foreign.failed(path, why);
      return new Found(JSON.createObjectNode(), why);
    }
    remember(
        path,
        new Known(
            Set.copyOf(object.path("data").propertyNames()),
            null,
            "",
            StatusObject.version(object)));
    return new Found(object, "");
  }

  @Override
  public Future<Void> save(String namespace, String configMap, String ownerUid, Contents contents) {
    String path = collection(namespace) + "/" + configMap + SUFFIX;
    Known before = known.get(path);
    if (before != null) {
      return write(namespace, configMap, ownerUid, contents, before);
    }
    return read(namespace, configMap)
        .compose(
            found -> {
              Known now = known.get(path);
              return now == null
                  ? Future.failedFuture(new StatusException(path + " is not Flyball's", true))
                  : write(namespace, configMap, ownerUid, contents, now);
            });
  }

  private Future<Void> write(
      String namespace, String configMap, String ownerUid, Contents contents, Known before) {
    long now = clock.millis();
    StatusSize.Fitted fitted = StatusSize.fit(contents.reports(), zone);
    String name = configMap + SUFFIX;
    String path = collection(namespace) + "/" + name;
    ObjectNode object = StatusObject.of(name, configMap, ownerUid, fitted.documents());
    String content = (contents.last() ? "last " : "") + Digest.of(object.toString());
    if (content.equals(before.content())) {
      return Future.succeededFuture();
    }
    StatusObject.savedAt(object, contents.last() ? OptionalLong.empty() : OptionalLong.of(now));
    if (!fitted.dropped().isEmpty() && !fitted.dropped().equals(before.dropped())) {
      LOG.atWarn()
          .addKeyValue("configMap", namespace + "/" + name)
          .addKeyValue("dropped", fitted.dropped())
          .log("the status of so many policies does not fit into a ConfigMap");
    }
    Future<Response> written =
        before.equals(Known.ABSENT)
            ? create(namespace, path, object)
            : patch(namespace, path, object, before);
    return written.compose(
        answer -> {
          if (!answer.ok()) {
            known.remove(path);
            return failure("writing", path, answer);
          }
          Set<String> keys = fitted.documents().keySet();
          String version = StatusObject.version(answer.body());
          remember(path, new Known(keys, content, fitted.dropped(), version));
          return Future.succeededFuture();
        });
  }

  /** Creates; where it came to be in the meantime, its next save will read it first. */
  private Future<Response> create(String namespace, String path, ObjectNode object) {
    String json = object.toString();
    return writes
        .send(() -> api.post(collection(namespace), json))
        .onSuccess(
            answer -> {
              if (answer.status() == CONFLICT) {
                LOG.atInfo().addKeyValue("path", path).log("was created by somebody else");
              }
            });
  }

  private Future<Response> patch(String namespace, String path, ObjectNode object, Known before) {
    ObjectNode patch = object.deepCopy();
    if (!before.version().isEmpty()) {
      StatusObject.onlyAt(patch, before.version());
    }
    ObjectNode data = (ObjectNode) patch.path("data");
    for (String key : before.keys()) {
      if (!data.has(key)) {
        data.putNull(key);
      }
    }
    String json = patch.toString();
    return writes
        .send(() -> api.mergePatch(path, json))
        .compose(
            answer ->
                answer.status() == NOT_FOUND
                    ? create(namespace, path, object)
                    : Future.succeededFuture(answer));
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
    int status = answer.status();
    return Future.failedFuture(
        new StatusException(
            verb + " " + path + " was answered with HTTP " + status,
            status >= 400 && status < 500 && status != TOO_MANY_REQUESTS));
  }
}
