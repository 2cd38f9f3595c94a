package dev.flyball.metrics.api.discovery;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.discovery.ObjectGroup.ObjectNames;
import dev.flyball.metrics.api.wire.JsonDocument;
import java.util.List;
import java.util.Map;

/** Writes what discovery tells of a group of objects. */
public final class ObjectDiscovery {
  private ObjectDiscovery() {}

  /** The {@code APIResourceList} of its version. */
  public static byte[] resources(ObjectGroup group) {
    ObjectNames names = group.names();
    Map<String, Object> resource =
        object(
            "name", names.plural(),
            "singularName", names.singular(),
            "namespaced", true,
            "kind", names.kind(),
            "verbs", ObjectGroup.VERBS,
            "shortNames", names.shortNames(),
            "categories", names.categories());
    return JsonDocument.write(
        object(
            "kind",
            "APIResourceList",
            "apiVersion",
            "v1",
            "groupVersion",
            group.apiVersion(),
            "resources",
            List.of(resource)));
  }

  /** Its resources in aggregated discovery. */
  static List<Object> aggregated(ObjectGroup group) {
    ObjectNames names = group.names();
    Map<String, Object> kind =
        object("group", group.group(), "version", group.version(), "kind", names.kind());
    return List.of(
        object(
            "resource", names.plural(),
            "responseKind", kind,
            "scope", "Namespaced",
            "singularResource", names.singular(),
            "verbs", ObjectGroup.VERBS,
            "shortNames", names.shortNames(),
            "categories", names.categories()));
  }
}
