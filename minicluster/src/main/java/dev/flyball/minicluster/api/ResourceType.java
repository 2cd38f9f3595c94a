package dev.flyball.minicluster.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of resources: how a kind is named, what it can do, and where its scale is.
 *
 * @param group API group, empty for core
 * @param version served version; objects are kept in this one only
 * @param plural resource name in paths
 * @param kind kind of one object
 * @param namespaced whether objects live in namespaces
 * @param shortNames what kubectl accepts beside the plural
 * @param status whether there is a status subresource
 * @param scale paths of the scale subresource; null without one
 * @param fields JSON paths that field selectors may name beside metadata.name and
 *     metadata.namespace
 */
public record ResourceType(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    List<String> shortNames,
    boolean status,
    @Nullable ScalePaths scale,
    List<String> fields) {

  public ResourceType {
    shortNames = List.copyOf(shortNames);
    fields = List.copyOf(fields);
  }

  /** A namespaced custom resource with status and, when paths are given, with scale. */
  public static ResourceType custom(
      String group, String version, String plural, String kind, @Nullable ScalePaths scale) {
    return new ResourceType(group, version, plural, kind, true, List.of(), true, scale, List.of());
  }

  /** {@code apps/v1}, or {@code v1} for the core group. */
  public String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** {@code deployments.apps}, as in the messages of errors. */
  public String qualifiedPlural() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /** Where the objects are kept: both event APIs are views of one table. */
  String storageKey() {
    return plural.equals("events") ? "events" : group + "/" + plural;
  }

  /** Whether this view keeps its objects in another shape than it shows them. */
  boolean converted() {
    return plural.equals("events") && !group.isEmpty();
  }

  /** {@code deployments} of {@code apps} as group and plural. */
  String groupPlural() {
    return group + "/" + plural;
  }

  /** Singular name for kubectl. */
  String singular() {
    return kind.toLowerCase(java.util.Locale.ROOT);
  }
}
