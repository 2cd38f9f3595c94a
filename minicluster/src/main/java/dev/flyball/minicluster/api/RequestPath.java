package dev.flyball.minicluster.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A path of the API taken apart.
 *
 * @param group API group, empty for core
 * @param version API version
 * @param namespace namespace, empty for all or for objects of the cluster
 * @param plural resource; empty for the group version itself
 * @param name object; empty for the collection
 * @param subresource status, scale, ...; empty without one
 */
record RequestPath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  /**
   * The parts of {@code /api/v1/...} or {@code /apis/group/version/...}; null for any other path.
   */
  static @Nullable RequestPath parse(String path) {
    List<String> parts = new ArrayList<>();
    for (String part : path.split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
    }
    if (parts.size() >= 2 && parts.getFirst().equals("api")) {
      return of("", parts.get(1), parts.subList(2, parts.size()));
    }
    if (parts.size() >= 3 && parts.getFirst().equals("apis")) {
      return of(parts.get(1), parts.get(2), parts.subList(3, parts.size()));
    }
    return null;
  }

  private static RequestPath of(String group, String version, List<String> rest) {
    List<String> parts = rest;
    String namespace = "";
    boolean namespaced = parts.size() >= 3 && parts.getFirst().equals("namespaces");
    boolean namespaceSubresource =
        parts.size() == 3 && List.of("status", "finalize").contains(parts.get(2));
    if (namespaced && !namespaceSubresource) {
      namespace = parts.get(1);
      parts = parts.subList(2, parts.size());
    }
    return new RequestPath(group, version, namespace, at(parts, 0), at(parts, 1), at(parts, 2));
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }

  /** {@code deployments/scale}, as in a role. */
  String resource() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource;
  }
}
