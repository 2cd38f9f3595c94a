package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.CaBundleWriter.Finding;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps {@code caBundle} of Flyball's APIServices in step with the authorities that vouch for
 * Flyball's serving certificates. An APIService that names another Service is somebody else's and
 * is left as it is, which is logged once.
 *
 * <p>Owned by one context.
 */
public final class ApiServiceTrust {
  /** The APIServices of the metrics APIs and of scalers. */
  public static final List<String> NAMES =
      List.of(
          "v1beta1.external.metrics.k8s.io",
          "v1beta1.custom.metrics.k8s.io",
          "v1beta2.custom.metrics.k8s.io",
          "v1alpha1.flyball.dev");

  private final String service;
  private final CaBundleWriter writer;

  /** For APIServices that name this Service. */
  public ApiServiceTrust(ApiClient api, String namespace, String service) {
    this.service = namespace + "/" + service;
    this.writer =
        new CaBundleWriter(
            api, "apiService", "/apis/apiregistration.k8s.io/v1/apiservices", this::compare);
  }

  /**
   * Lets the APIServices trust these authorities.
   *
   * @param authorities certificates, as PEM
   * @return what came of it, by the APIService's name; never fails
   */
  public Future<Map<String, TrustOutcome>> publish(String authorities) {
    String bundle =
        Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.US_ASCII));
    Map<String, TrustOutcome> outcomes = new TreeMap<>();
    List<Future<TrustOutcome>> all = new ArrayList<>();
    for (String name : NAMES) {
      all.add(writer.publish(name, bundle).onSuccess(outcome -> outcomes.put(name, outcome)));
    }
    return Future.join(all).map(done -> outcomes);
  }

  private Finding compare(JsonNode object, String bundle) {
    JsonNode spec = object.path("spec");
    String owner = CaBundleWriter.owner(spec.path("service"));
    if (!owner.equals(service)) {
      return new Finding.Foreign(owner);
    }
    if (spec.path("caBundle").asString("").equals(bundle)
        && !spec.path("insecureSkipTLSVerify").asBoolean(false)) {
      return new Finding.Trusts();
    }
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    // A bundle and not looking at it exclude each other.
    patch.putObject("spec").put("caBundle", bundle).putNull("insecureSkipTLSVerify");
    return new Finding.Differs(patch);
  }
}
