package dev.flyball.metrics.api.discovery;

/**
 * A version of one of the metrics APIs.
 *
 * @param group API group
 * @param version version in it
 * @param kind kind of the lists that it answers with
 */
public record ServedVersion(String group, String version, String kind) {
  /** The group of external metrics. */
  public static final String EXTERNAL = "external.metrics.k8s.io";

  /** The group of custom metrics. */
  public static final String CUSTOM = "custom.metrics.k8s.io";

  /** Group and version as objects name them. */
  public String groupVersion() {
    return group + "/" + version;
  }
}
