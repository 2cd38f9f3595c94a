package dev.flyball.controller.config;

/**
 * Where a text comes from, as its problems name it.
 *
 * @param source a file, or {@code namespace/name} of a ConfigMap
 * @param key key of the ConfigMap; empty where a file is the text itself
 */
public record Origin(String source, String key) implements Comparable<Origin> {
  /** A file whose whole text is read. */
  public static Origin file(String file) {
    return new Origin(file, "");
  }

  /** A key of a ConfigMap in the cluster. */
  public static Origin configMap(String namespace, String name, String key) {
    return new Origin(namespace + "/" + name, key);
  }

  @Override
  public int compareTo(Origin other) {
    int bySource = source.compareTo(other.source);
    return bySource != 0 ? bySource : key.compareTo(other.key);
  }

  @Override
  public String toString() {
    return key.isEmpty() ? source : source + "[" + key + "]";
  }
}
