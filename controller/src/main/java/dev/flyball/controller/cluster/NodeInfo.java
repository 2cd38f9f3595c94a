package dev.flyball.controller.cluster;

import java.util.Map;

/**
 * A node.
 *
 * @param name its name
 * @param labels its labels
 */
public record NodeInfo(String name, Map<String, String> labels) {
  /** The label that every kubelet sets to its architecture. */
  public static final String ARCH_LABEL = "kubernetes.io/arch";

  public NodeInfo {
    labels = Map.copyOf(labels);
  }

  /** Its architecture, such as {@code arm64}; empty where it does not say. */
  public String architecture() {
    return labels.getOrDefault(ARCH_LABEL, "");
  }
}
