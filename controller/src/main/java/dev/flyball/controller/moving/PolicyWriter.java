package dev.flyball.controller.moving;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.controller.config.PolicyDocument;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.moving.ClusterApi.Reply;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes imported policies into the cluster. What somebody else wrote is never written over, nor is
 * a policy that scales already.
 */
public final class PolicyWriter {
  private final ClusterApi api;

  /** A writer to this cluster. */
  public PolicyWriter(ClusterApi api) {
    this.api = api;
  }

  /**
   * What became of a policy.
   *
   * @param result in one word
   * @param why why it was refused; else empty
   */
  public record Outcome(Result result, String why) {}

  /** What became of a policy, in one word. */
  public enum Result {
    /** It is new. */
    CREATED,
    /** It was there, as it is. */
    UNCHANGED,
    /** An earlier import was there, and was brought up to date. */
    CHANGED,
    /** Nothing was written. */
    REFUSED
  }

  /** Whether a ConfigMap of this name is there that is no import of the same HPA. */
  public boolean isSomebodyElses(String name, ImportedPolicy policy) {
    Reply reply = api.get(Paths.configMap(policy.namespace(), name));
    return reply.ok() && !isPolicy(reply.object().path("metadata"));
  }

  private static boolean isPolicy(JsonNode metadata) {
    return metadata
        .path("labels")
        .path(ConfigMapText.TYPE_LABEL)
        .asString("")
        .equals(ConfigMapText.POLICY_TYPE);
  }

  /** Writes one. */
  public Outcome write(NamedPolicy named) {
    String namespace = named.policy().namespace();
    Reply there = api.get(Paths.configMap(namespace, named.configMap()));
    if (there.notFound()) {
      Reply created = api.post(Paths.configMaps(namespace), named.object());
      return created.ok() ? new Outcome(Result.CREATED, "") : refused(created.why());
    }
    return there.ok() ? update(named, there.object()) : refused(there.why());
  }

  private Outcome update(NamedPolicy named, ObjectNode there) {
    ImportedPolicy policy = named.policy();
    JsonNode metadata = there.path("metadata");
    if (!isPolicy(metadata)) {
      return refused("a ConfigMap of this name is there that is not Flyball's");
    }
    JsonNode origin = metadata.path("annotations").path(ImportedPolicy.ORIGIN);
    if (!origin.asString("").equals(policy.hpa())) {
      return refused(
          "a policy of this name is there that was not imported from this HPA; delete it, or take"
              + " what you want from flyball import without --apply");
    }
    String text = there.path("data").path(policy.hpa()).asString("");
    if (text.equals(policy.text()) && hasLabels(metadata.path("labels"), policy.labels())) {
      return new Outcome(Result.UNCHANGED, "");
    }
    if (isActive(new PolicyId(policy.namespace(), named.configMap(), policy.hpa()), text)) {
      return refused("the policy that is there is Active; flyball handback comes first");
    }
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    ObjectNode changed = patch.putObject("metadata");
    changed.put("resourceVersion", metadata.path("resourceVersion").asString(""));
    ObjectNode labels = changed.putObject("labels");
    policy.labels().forEach(labels::put);
    patch.putObject("data").put(policy.hpa(), policy.text());
    Reply patched = api.mergePatch(Paths.configMap(policy.namespace(), named.configMap()), patch);
    return patched.ok() ? new Outcome(Result.CHANGED, "") : refused(patched.why());
  }

  private static boolean hasLabels(JsonNode present, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(label -> present.path(label.getKey()).asString("").equals(label.getValue()));
  }

  private static boolean isActive(PolicyId id, String text) {
    return PolicyDocument.read(id, text).parsed() instanceof Valid<Policy> valid
        && valid.value().options().mode() == Mode.Active;
  }

  private static Outcome refused(String why) {
    return new Outcome(Result.REFUSED, why);
  }
}
