package dev.flyball.controller.cluster;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps {@code caBundle} of the metrics APIServices in step with the authorities that vouch for
 * Flyball's serving certificates. An APIService that names another Service is somebody else's and
 * is left as it is, which is logged once.
 *
 * <p>Owned by one context.
 */
public final class ApiServiceTrust {
  /** The APIServices of the metrics APIs. */
  public static final List<String> NAMES =
      List.of(
          "v1beta1.external.metrics.k8s.io",
          "v1beta1.custom.metrics.k8s.io",
          "v1beta2.custom.metrics.k8s.io");

  private static final Logger LOG = LoggerFactory.getLogger(ApiServiceTrust.class);
  private static final String COLLECTION = "/apis/apiregistration.k8s.io/v1/apiservices/";
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final ApiClient api;
  private final String namespace;
  private final String service;
  private final Map<String, Outcome> known = new HashMap<>();

  /** What there is to an APIService. */
  public sealed interface Outcome {
    /** There is none: nobody has asked for this API. */
    record Absent() implements Outcome {}

    /** It trusts the authorities. */
    record InStep() implements Outcome {}

    /** It names another Service, or none. */
    record Foreign(String service) implements Outcome {}

    /** It could not be read or written; the next time will try again. */
    record Failed(String reason) implements Outcome {}
  }

  /** For APIServices that name this Service. */
  public ApiServiceTrust(ApiClient api, String namespace, String service) {
    this.api = api;
    this.namespace = namespace;
    this.service = service;
  }

  /**
   * Lets the APIServices trust these authorities.
   *
   * @param authorities certificates, as PEM
   * @return what came of it, by the APIService's name; never fails
   */
  public Future<Map<String, Outcome>> publish(String authorities) {
    String bundle =
        Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.US_ASCII));
    Map<String, Outcome> outcomes = new TreeMap<>();
    List<Future<Outcome>> all = new ArrayList<>();
    for (String name : NAMES) {
      all.add(
          publish(name, bundle)
              .otherwise(e -> new Outcome.Failed(String.valueOf(e.getMessage())))
              .onSuccess(
                  outcome -> {
                    outcomes.put(name, outcome);
                    report(name, outcome);
                  }));
    }
    return Future.join(all).map(done -> outcomes);
  }

  private Future<Outcome> publish(String name, String bundle) {
    return api.get(COLLECTION + name)
        .compose(
            answer -> {
              if (answer.status() == NOT_FOUND) {
                return Future.succeededFuture(new Outcome.Absent());
              }
              return answer.ok()
                  ? compare(name, JSON.readTree(answer.body()), bundle)
                  : Future.succeededFuture(failed("reading", answer.status()));
            })
        .recover(
            e ->
                e instanceof JacksonException
                    ? Future.succeededFuture(new Outcome.Failed("the answer is not JSON"))
                    : Future.failedFuture(e));
  }

  private Future<Outcome> compare(String name, JsonNode object, String bundle) {
    JsonNode spec = object.path("spec");
    JsonNode named = spec.path("service");
    String owner = named.path("namespace").asString("") + "/" + named.path("name").asString("");
    if (!owner.equals(namespace + "/" + service)) {
      return Future.succeededFuture(new Outcome.Foreign(owner));
    }
    if (spec.path("caBundle").asString("").equals(bundle)
        && !spec.path("insecureSkipTLSVerify").asBoolean(false)) {
      return Future.succeededFuture(new Outcome.InStep());
    }
    ObjectNode patch = JSON.createObjectNode();
    patch
        .putObject("metadata")
        .put("resourceVersion", object.path("metadata").path("resourceVersion").asString(""));
    // A bundle and not looking at it exclude each other.
    patch.putObject("spec").put("caBundle", bundle).putNull("insecureSkipTLSVerify");
    return api.mergePatch(COLLECTION + name, patch.toString())
        .map(
            answer ->
                answer.ok()
                    ? new Outcome.InStep()
                    : answer.status() == CONFLICT
                        ? new Outcome.Failed("it was changed at the same time")
                        : failed("writing", answer.status()));
  }

  private static Outcome failed(String verb, int status) {
    return new Outcome.Failed(
        verb
            + " it was answered with HTTP "
            + status
            + (status == 403 ? "; Flyball's ClusterRole needs get and patch of apiservices" : ""));
  }

  private void report(String name, Outcome outcome) {
    if (outcome.equals(known.put(name, outcome))) {
      return;
    }
    switch (outcome) {
      case Outcome.Absent() -> LOG.atDebug().addKeyValue("apiService", name).log("is not there");
      case Outcome.InStep() ->
          LOG.atInfo().addKeyValue("apiService", name).log("trusts the serving certificate");
      case Outcome.Foreign(String owner) ->
          LOG.atWarn()
              .addKeyValue("apiService", name)
              .addKeyValue("service", owner)
              .log("is served by somebody else and stays as it is; name Flyball's Service to move");
      case Outcome.Failed(String reason) ->
          LOG.atWarn()
              .addKeyValue("apiService", name)
              .addKeyValue("cause", reason)
              .log("could not be told whom to trust");
    }
  }
}
