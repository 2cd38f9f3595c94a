package dev.flyball.metrics.api;

/**
 * A kind of object that metrics describe, by its resource.
 *
 * @param group API group; empty for the core group
 * @param resource plural name, such as {@code pods} or {@code deployments}
 */
public record GroupResource(String group, String resource) {
  /** Pods, which the HPA's Pods metrics are about. */
  public static final GroupResource PODS = new GroupResource("", "pods");

  /** Namespaces; their metrics are the root-scoped ones. */
  public static final GroupResource NAMESPACES = new GroupResource("", "namespaces");

  /** Reads the form of paths and discovery: {@code pods}, {@code deployments.apps}. */
  public static GroupResource parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? new GroupResource("", text)
        : new GroupResource(text.substring(dot + 1), text.substring(0, dot));
  }

  /** The form of paths and discovery. */
  @Override
  public String toString() {
    return group.isEmpty() ? resource : resource + "." + group;
  }
}
