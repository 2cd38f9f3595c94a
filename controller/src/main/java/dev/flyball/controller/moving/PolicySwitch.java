package dev.flyball.controller.moving;

import dev.flyball.controller.cluster.ConfigMapStatusStore;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.ModeText;
import dev.flyball.controller.config.Parsed.Valid;
import dev.flyball.controller.config.PolicyDocument;
import dev.flyball.controller.moving.ClusterApi.Reply;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import dev.flyball.core.policy.ScaleTargetRef;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Finds the policy of a target, and switches its mode. */
final class PolicySwitch {
  private static final String LABELLED =
      "?labelSelector=flyball.dev%2Ftype%3D" + ConfigMapText.POLICY_TYPE;

  private final ClusterApi api;
  private final Patience patience;

  PolicySwitch(ClusterApi api, Patience patience) {
    this.api = api;
    this.patience = patience;
  }

  /**
   * A policy as it was found.
   *
   * @param text its text
   * @param mode the mode that the text has
   */
  record Found(String namespace, String configMap, String key, String text, Mode mode) {
    @Override
    public String toString() {
      return "policy " + namespace + "/" + configMap + (key.equals(configMap) ? "" : "/" + key);
    }
  }

  /** The target that an HPA names. */
  static TargetKey target(ObjectNode hpa) {
    JsonNode ref = hpa.path("spec").path("scaleTargetRef");
    String kind = ref.path("kind").asString("");
    String apiVersion = ref.path("apiVersion").asString("");
    boolean inApps = List.of("Deployment", "StatefulSet", "ReplicaSet").contains(kind);
    return TargetKey.of(
        hpa.path("metadata").path("namespace").asString(""),
        new ScaleTargetRef(inApps ? "apps/v1" : apiVersion, kind, ref.path("name").asString("")));
  }

  /** The valid policies that scale a target. */
  List<Found> find(TargetKey target) throws MoveException {
    String namespace = target.namespace();
    Reply reply = api.get(Paths.configMaps(namespace) + LABELLED);
    if (!reply.ok()) {
      throw new MoveException("the policies cannot be read: " + reply.why());
    }
    List<Found> found = new ArrayList<>();
    for (JsonNode item : reply.object().path("items")) {
      Map<String, String> data = new TreeMap<>();
      item.path("data").properties().forEach(e -> data.put(e.getKey(), e.getValue().asString("")));
      String name = item.path("metadata").path("name").asString("");
      for (PolicyDocument document :
          PolicyDocument.readAll(new ConfigMapText(namespace, name, Map.of(), data, ""))) {
        if (document.parsed() instanceof Valid<Policy> valid
            && TargetKey.of(namespace, valid.value().target()).equals(target)) {
          Mode mode = valid.value().options().mode();
          found.add(new Found(namespace, name, document.id().key(), document.text(), mode));
        }
      }
    }
    return found;
  }

  /** The one policy that scales a target. */
  Found one(TargetKey target) throws MoveException {
    List<Found> found = find(target);
    if (found.isEmpty()) {
      throw new MoveException(
          "there is no valid policy for "
              + target
              + "; flyball import -n "
              + target.namespace()
              + " --apply makes one of the HPA");
    }
    if (found.size() > 1) {
      throw new MoveException(
          target
              + " has several policies: "
              + found.stream().map(Found::toString).collect(Collectors.joining(", "))
              + "; leave one");
    }
    return found.getFirst();
  }

  /** Writes another mode into a policy. Where no answer comes it is looked what came of it. */
  void set(Found policy, Mode mode) throws MoveException {
    String path = Paths.configMap(policy.namespace(), policy.configMap());
    Reply there = api.get(path);
    if (!there.ok()) {
      throw new MoveException(policy + " cannot be read: " + there.why());
    }
    ObjectNode configMap = there.object();
    String text = configMap.path("data").path(policy.key()).asString("");
    String changed =
        ModeText.with(text, mode)
            .orElseThrow(
                () ->
                    new MoveException(
                        "the mode cannot be written into the text of "
                            + policy
                            + "; put flyball: {mode: "
                            + policy.mode()
                            + "} into it"));
    if (changed.equals(text)) {
      return;
    }
    ObjectNode patch = JsonMapper.shared().createObjectNode();
    patch
        .putObject("metadata")
        .put("resourceVersion", configMap.path("metadata").path("resourceVersion").asString(""));
    patch.putObject("data").put(policy.key(), changed);
    Reply reply = api.mergePatch(path, patch);
    boolean done =
        reply.ok()
            || (reply.status() == 0
                && api.get(path)
                    .object()
                    .path("data")
                    .path(policy.key())
                    .asString("")
                    .equals(changed));
    if (!done) {
      throw new MoveException(policy + " cannot be written: " + reply.why());
    }
  }

  /** Waits until the controller says in the policy's status that it goes by this mode. */
  void await(Found policy, Mode mode) throws MoveException {
    if (!patience.until(() -> isInForce(policy, mode))) {
      if (patience.calledOff().getAsBoolean()) {
        throw new MoveException("interrupted before Flyball confirmed " + policy + " as " + mode);
      }
      throw new MoveException(
          "Flyball has not confirmed within "
              + patience.longest().toSeconds()
              + " s that "
              + policy
              + " is "
              + mode
              + "; is it running?");
    }
  }

  /** Whether the controller said last that it goes by this mode. */
  boolean isInForce(Found policy, Mode mode) {
    String name = policy.configMap() + ConfigMapStatusStore.SUFFIX;
    Reply reply = api.get(Paths.configMap(policy.namespace(), name));
    JsonNode status = reply.object().path("data").path(policy.key());
    try {
      return reply.ok()
          && JsonMapper.shared()
              .readTree(status.asString("{}"))
              .path("mode")
              .asString("")
              .equals(mode.name());
    } catch (JacksonException e) {
      return false;
    }
  }
}
