package dev.flyball.minicluster.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Serves the kinds that CustomResourceDefinitions define, in their storage version. Schemas are not
 * enforced.
 */
final class CustomResources {
  private CustomResources() {}

  static void onChange(ResourceCatalog catalog, StoredObject object, boolean present) {
    if (!object.type().equals(ResourceCatalog.CRDS)) {
      return;
    }
    JsonNode spec = object.tree().path("spec");
    JsonNode names = spec.path("names");
    if (!present) {
      catalog.unregister(Json.text(spec, "group"), Json.text(names, "plural"));
      return;
    }
    List<String> shortNames = new ArrayList<>();
    names.path("shortNames").forEach(n -> shortNames.add(n.asString("")));
    for (JsonNode version : spec.path("versions")) {
      if (version.path("storage").asBoolean(false)) {
        catalog.register(
            new ResourceType(
                Json.text(spec, "group"),
                Json.text(version, "name"),
                Json.text(names, "plural"),
                Json.text(names, "kind"),
                !Json.text(spec, "scope").equals("Cluster"),
                shortNames,
                version.path("subresources").has("status"),
                scale(version.path("subresources").path("scale")),
                List.of()));
      }
    }
  }

  private static @Nullable ScalePaths scale(JsonNode scale) {
    return scale.isMissingNode()
        ? null
        : new ScalePaths(
            Json.text(scale, "specReplicasPath"),
            Json.text(scale, "statusReplicasPath"),
            Json.text(scale, "labelSelectorPath"));
  }
}
