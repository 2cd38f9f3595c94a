package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelectorText;
import dev.flyball.core.policy.LabelSelectorText.Result;
import dev.flyball.core.policy.ScaleTargetRef;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes scale subresources, of any kind that has one.
 *
 * <p>Owned by the loop; nothing blocks.
 */
public final class Scales implements ScaleAccess {
  private static final JsonMapper JSON = JsonMapper.shared();
  private final ApiClient api;
  private final ResourceNames names;

  /** Scales reached through this client. */
  public Scales(ApiClient api, ResourceNames names) {
    this.api = api;
    this.names = names;
  }

  @Override
  public Future<TargetInfo> read(String namespace, ScaleTargetRef ref) {
    TargetKey key = TargetKey.of(namespace, ref);
    return path(namespace, ref)
        .compose(api::get)
        .map(
            response -> {
              if (!response.ok()) {
                names.forget(ref.apiVersion(), ref.kind());
                throw new ScaleException(response.status(), message(response));
              }
              return info(key, JSON.readTree(response.body()));
            });
  }

  @Override
  public Future<TargetInfo> write(
      String namespace, ScaleTargetRef ref, String resourceVersion, int replicas) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("metadata").put("resourceVersion", resourceVersion);
    patch.putObject("spec").put("replicas", replicas);
    TargetKey key = TargetKey.of(namespace, ref);
    return path(namespace, ref)
        .compose(path -> api.mergePatch(path, JSON.writeValueAsString(patch)))
        .map(
            response -> {
              if (!response.ok()) {
                throw new ScaleException(response.status(), message(response));
              }
              return info(key, JSON.readTree(response.body()));
            });
  }

  private Future<String> path(String namespace, ScaleTargetRef ref) {
    return names
        .plural(ref.apiVersion(), ref.kind())
        .map(
            plural ->
                ResourceNames.root(ref.apiVersion())
                    + "/namespaces/"
                    + namespace
                    + "/"
                    + plural
                    + "/"
                    + ref.name()
                    + "/scale");
  }

  private static TargetInfo info(TargetKey key, JsonNode scale) {
    return new TargetInfo(
        key,
        scale.path("metadata").path("resourceVersion").asString(""),
        scale.path("spec").path("replicas").asInt(0),
        scale.path("status").path("replicas").asInt(0),
        selector(scale.path("status").path("selector").asString("")),
        null);
  }

  /** A selector in the text form that scales use; null where it is empty or cannot be read. */
  static @Nullable LabelSelector selector(String text) {
    return !text.isEmpty() && LabelSelectorText.parse(text) instanceof Result.Parsed(var selector)
        ? selector
        : null;
  }

  private static String message(ApiClient.Response response) {
    try {
      String message = JSON.readTree(response.body()).path("message").asString("");
      return message.isEmpty() ? "status " + response.status() : message;
    } catch (JacksonException e) {
      return "status " + response.status();
    }
  }
}
