package dev.flyball.metrics.api.wire;

/** A version of {@code custom.metrics.k8s.io}. They differ in how a value names its metric. */
public enum CustomVersion {
  /** The older one: {@code metricName} and {@code selector}. */
  V1BETA1("v1beta1"),
  /** The one that the HPA asks for: {@code metric} with {@code name} and {@code selector}. */
  V1BETA2("v1beta2");

  private final String version;

  CustomVersion(String version) {
    this.version = version;
  }

  /** As in paths: {@code v1beta2}. */
  public String version() {
    return version;
  }

  /** As in objects: {@code custom.metrics.k8s.io/v1beta2}. */
  public String apiVersion() {
    return "custom.metrics.k8s.io/" + version;
  }
}
