package dev.flyball.controller.cluster;

import java.util.List;
import java.util.Map;

/**
 * A node.
 *
 * @param name its name
 * @param labels its labels
 * @param taints what keeps pods away from it; {@link Taint#UNSCHEDULABLE} among them where it takes
 *     no new pods
 * @param ready whether its kubelet says that it is ready
 * @param allocatable what pods may request of it in all, in milli-units by resource
 */
public record NodeInfo(
    String name,
    Map<String, String> labels,
    List<Taint> taints,
    boolean ready,
    Map<String, Long> allocatable) {
  /** The label that every kubelet sets to its architecture. */
  public static final String ARCH_LABEL = "kubernetes.io/arch";

  public NodeInfo {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
    allocatable = Map.copyOf(allocatable);
  }

  /** Its architecture, such as {@code arm64}; empty where it does not say. */
  public String architecture() {
    return labels.getOrDefault(ARCH_LABEL, "");
  }
}
