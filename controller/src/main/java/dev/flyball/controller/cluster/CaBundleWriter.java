package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.CaBundleWriter.Finding.Differs;
import dev.flyball.controller.cluster.CaBundleWriter.Finding.Foreign;
import dev.flyball.controller.cluster.CaBundleWriter.Finding.Trusts;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes a {@code caBundle} into objects of one kind by which the API server finds Flyball. What
 * names another Service is somebody else's and is left as it is, which is logged once.
 *
 * <p>Owned by one context.
 */
final class CaBundleWriter {
  private static final Logger LOG = LoggerFactory.getLogger(CaBundleWriter.class);
  private static final int NOT_FOUND = 404;
  private static final int FORBIDDEN = 403;
  private static final int CONFLICT = 409;

  private final ApiClient api;
  private final String kind;
  private final String collection;
  private final Comparison comparison;
  private final Map<String, TrustOutcome> known = new HashMap<>();

  /** What an object says of whom to trust. */
  sealed interface Finding {
    /** It is somebody else's. */
    record Foreign(String service) implements Finding {}

    /** It has the bundle. */
    record Trusts() implements Finding {}

    /** It has another bundle; the patch, without metadata, would change that. */
    record Differs(ObjectNode patch) implements Finding {}
  }

  /** Compares an object with a bundle in base64. */
  @FunctionalInterface
  interface Comparison {
    Finding compare(JsonNode object, String bundle);
  }

  /**
   * A writer for one kind.
   *
   * @param kind its name in the log, such as {@code apiService}
   * @param collection path of its objects, without the last slash
   */
  CaBundleWriter(ApiClient api, String kind, String collection, Comparison comparison) {
    this.api = api;
    this.kind = kind;
    this.collection = collection;
    this.comparison = comparison;
  }

  /** {@code namespace/name} of the Service that a node such as {@code spec.service} names. */
  static String owner(JsonNode service) {
    return service.path("namespace").asString("") + "/" + service.path("name").asString("");
  }

  /** Sees to it that an object has a bundle; never fails. */
  Future<TrustOutcome> publish(String name, String bundle) {
    return attempt(name, bundle)
        .otherwise(
            e ->
                new TrustOutcome.Failed(
                    e instanceof JacksonException
                        ? "the answer is not JSON"
                        : String.valueOf(e.getMessage())))
        .onSuccess(outcome -> report(name, outcome));
  }

  private Future<TrustOutcome> attempt(String name, String bundle) {
    return api.get(collection + "/" + name)
        .compose(
            answer -> {
              if (answer.status() == NOT_FOUND) {
                return Future.succeededFuture(new TrustOutcome.Absent());
              }
              if (!answer.ok()) {
                return Future.succeededFuture(failed("reading", answer.status()));
              }
              JsonNode object = JsonMapper.shared().readTree(answer.body());
              return switch (comparison.compare(object, bundle)) {
                case Foreign(String service) ->
                    Future.succeededFuture(new TrustOutcome.Foreign(service));
                case Trusts() -> Future.succeededFuture(new TrustOutcome.InStep());
                case Differs(ObjectNode patch) -> write(name, object, patch);
              };
            });
  }

  private Future<TrustOutcome> write(String name, JsonNode object, ObjectNode patch) {
    // It may have moved to somebody else meanwhile.
    String version = object.path("metadata").path("resourceVersion").asString("");
    patch.putObject("metadata").put("resourceVersion", version);
    return api.mergePatch(collection + "/" + name, patch.toString())
        .map(
            answer ->
                answer.ok()
                    ? new TrustOutcome.InStep()
                    : answer.status() == CONFLICT
                        ? new TrustOutcome.Failed("it was changed at the same time")
                        : failed("writing", answer.status()));
  }

  private TrustOutcome failed(String verb, int status) {
    String resource = collection.substring(collection.lastIndexOf('/') + 1);
    String remedy = "; Flyball's ClusterRole needs get and patch of " + resource;
    return new TrustOutcome.Failed(
        verb + " it was answered with HTTP " + status + (status == FORBIDDEN ? remedy : ""));
  }

  private void report(String name, TrustOutcome outcome) {
    if (outcome.equals(known.put(name, outcome))) {
      return;
    }
    switch (outcome) {
      case TrustOutcome.Absent() -> LOG.atDebug().addKeyValue(kind, name).log("is not there");
      case TrustOutcome.InStep() ->
          LOG.atInfo().addKeyValue(kind, name).log("trusts the serving certificate");
      case TrustOutcome.Foreign(String owner) ->
          LOG.atWarn()
              .addKeyValue(kind, name)
              .addKeyValue("service", owner)
              .log("is served by somebody else and stays as it is; name Flyball's Service to move");
      case TrustOutcome.Failed(String reason) ->
          LOG.atWarn()
              .addKeyValue(kind, name)
              .addKeyValue("cause", reason)
              .log("could not be told whom to trust");
    }
  }
}
