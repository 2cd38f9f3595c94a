package dev.flyball.metrics.api.discovery;

import static dev.flyball.metrics.api.wire.JsonDocument.object;

import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.wire.JsonDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes discovery documents as JSON. Pure functions of what is served and what there is. */
public final class DiscoveryDocuments {
  private static final List<String> VERBS = List.of("get");

  private DiscoveryDocuments() {}

  /** The {@code APIGroupList} of {@code /apis}. */
  public static byte[] groupList(ServedGroups served) {
    List<Object> groups = new ArrayList<>();
    for (String group : served.groups()) {
      groups.add(group(served, group));
    }
    return JsonDocument.write(object("kind", "APIGroupList", "apiVersion", "v1", "groups", groups));
  }

  /** The {@code APIGroup} of a group that is served. */
  public static byte[] apiGroup(ServedGroups served, String group) {
    Map<String, Object> document = object("kind", "APIGroup", "apiVersion", "v1");
    document.putAll(group(served, group));
    return JsonDocument.write(document);
  }

  private static Map<String, Object> group(ServedGroups served, String group) {
    List<Object> versions = new ArrayList<>();
    for (ServedVersion version : served.versionsOf(group)) {
      versions.add(object("groupVersion", version.groupVersion(), "version", version.version()));
    }
    return object("name", group, "versions", versions, "preferredVersion", versions.getFirst());
  }

  /** The {@code APIResourceList} of a version: its metrics. */
  public static byte[] resources(ServedVersion version, Catalog catalog) {
    List<Object> resources = new ArrayList<>();
    if (version.group().equals(ServedVersion.EXTERNAL)) {
      for (String metric : catalog.external()) {
        resources.add(resource(metric, true, version.kind()));
      }
    } else {
      for (CustomMetric metric : catalog.custom()) {
        resources.add(
            resource(
                metric.resource() + "/" + metric.metric(), metric.namespaced(), version.kind()));
      }
    }
    return JsonDocument.write(
        object(
            "kind",
            "APIResourceList",
            "apiVersion",
            "v1",
            "groupVersion",
            version.groupVersion(),
            "resources",
            resources));
  }

  private static Map<String, Object> resource(String name, boolean namespaced, String kind) {
    return object(
        "name", name,
        "singularName", "",
        "namespaced", namespaced,
        "kind", kind,
        "verbs", VERBS);
  }

  /**
   * The {@code APIGroupDiscoveryList} of {@code /apis}: all groups, versions and metrics at once.
   *
   * @param format version of the document's own format, {@code v2} or {@code v2beta1}
   */
  public static byte[] aggregated(String format, ServedGroups served, Catalog catalog) {
    List<Object> groups = new ArrayList<>();
    for (String group : served.groups()) {
      List<Object> versions = new ArrayList<>();
      for (ServedVersion version : served.versionsOf(group)) {
        versions.add(
            object(
                "version", version.version(),
                "resources",
                    served
                        .objectsOf(group)
                        .map(ObjectDiscovery::aggregated)
                        .orElseGet(() -> aggregatedResources(version, catalog)),
                "freshness", "Current"));
      }
      groups.add(object("metadata", object("name", group), "versions", versions));
    }
    return JsonDocument.write(
        object(
            "kind",
            "APIGroupDiscoveryList",
            "apiVersion",
            "apidiscovery.k8s.io/" + format,
            "metadata",
            Map.of(),
            "items",
            groups));
  }

  private static List<Object> aggregatedResources(ServedVersion version, Catalog catalog) {
    Map<String, Object> kind =
        object("group", version.group(), "version", version.version(), "kind", version.kind());
    List<Object> resources = new ArrayList<>();
    if (version.group().equals(ServedVersion.EXTERNAL)) {
      for (String metric : catalog.external()) {
        resources.add(
            object(
                "resource", metric,
                "responseKind", kind,
                "scope", "Namespaced",
                "singularResource", "",
                "verbs", VERBS));
      }
      return resources;
    }
    metricsByObject(catalog)
        .forEach((object, metrics) -> resources.add(parent(object, metrics, kind)));
    return resources;
  }

  /** A custom metric is a subresource of its objects; aggregated discovery nests it under them. */
  private static Map<String, List<CustomMetric>> metricsByObject(Catalog catalog) {
    Map<String, List<CustomMetric>> byObject = new LinkedHashMap<>();
    for (CustomMetric metric : catalog.custom()) {
      byObject.computeIfAbsent(metric.resource().toString(), name -> new ArrayList<>()).add(metric);
    }
    return byObject;
  }

  /** The kind is empty, not missing: client-go of Kubernetes 1.26 crashes on a missing one. */
  private static Map<String, Object> parent(
      String object, List<CustomMetric> metrics, Map<String, Object> kind) {
    List<Object> subresources = new ArrayList<>();
    for (CustomMetric metric : metrics) {
      subresources.add(
          object("subresource", metric.metric(), "responseKind", kind, "verbs", VERBS));
    }
    return object(
        "resource",
        object,
        "responseKind",
        object("group", "", "version", "", "kind", ""),
        "scope",
        metrics.getFirst().namespaced() ? "Namespaced" : "Cluster",
        "singularResource",
        "",
        "verbs",
        List.of(),
        "subresources",
        subresources);
  }
}
