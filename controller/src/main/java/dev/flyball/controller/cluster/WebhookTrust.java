package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.CaBundleWriter.Finding;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps {@code caBundle} of the webhooks of a ValidatingWebhookConfiguration in step with the
 * authorities that vouch for Flyball's serving certificates. Webhooks that name another Service, or
 * a URL, are somebody else's and are left as they are.
 *
 * <p>Owned by one context.
 */
public final class WebhookTrust {
  private final String configuration;
  private final String service;
  private final CaBundleWriter writer;

  /**
   * For webhooks that name a Service.
   *
   * @param namespace namespace of the Service
   * @param service its name
   * @param configuration name of the ValidatingWebhookConfiguration
   */
  public WebhookTrust(ApiClient api, String namespace, String service, String configuration) {
    this.service = namespace + "/" + service;
    this.configuration = configuration;
    this.writer =
        new CaBundleWriter(
            api,
            "validatingWebhookConfiguration",
            "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations",
            this::compare);
  }

  /**
   * Lets the webhooks trust these authorities.
   *
   * @param authorities certificates, as PEM
   * @return what came of it; never fails
   */
  public Future<TrustOutcome> publish(String authorities) {
    String bundle =
        Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.US_ASCII));
    return writer.publish(configuration, bundle);
  }

  private Finding compare(JsonNode object, String bundle) {
    String owner = "/";
    boolean own = false;
    boolean differs = false;
    // A merge patch replaces a list as a whole.
    ArrayNode webhooks = JsonMapper.shared().createArrayNode();
    for (JsonNode webhook : object.path("webhooks")) {
      JsonNode copy = webhook.deepCopy();
      webhooks.add(copy);
      JsonNode client = copy.path("clientConfig");
      owner = CaBundleWriter.owner(client.path("service"));
      if (owner.equals(service) && client instanceof ObjectNode fields) {
        own = true;
        differs |= !client.path("caBundle").asString("").equals(bundle);
        fields.put("caBundle", bundle);
      }
    }
    if (!own) {
      return new Finding.Foreign(owner);
    }
    if (!differs) {
      return new Finding.Trusts();
    }
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    patch.set("webhooks", webhooks);
    return new Finding.Differs(patch);
  }
}
