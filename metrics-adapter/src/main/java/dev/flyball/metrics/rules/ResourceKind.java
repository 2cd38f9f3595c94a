package dev.flyball.metrics.rules;

import dev.flyball.metrics.api.GroupResource;

/**
 * A kind of object as the API server knows it.
 *
 * @param resource group and plural name
 * @param singular singular name, which labels are named by
 * @param version version of the group
 * @param kind name of the kind, such as {@code Deployment}
 * @param namespaced whether such objects live in namespaces
 */
public record ResourceKind(
    GroupResource resource, String singular, String version, String kind, boolean namespaced) {
  /** Group and version as objects name them, such as {@code apps/v1}, or {@code v1}. */
  public String apiVersion() {
    return resource.group().isEmpty() ? version : resource.group() + "/" + version;
  }
}
