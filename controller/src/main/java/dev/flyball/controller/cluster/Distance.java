package dev.flyball.controller.cluster;

import dev.flyball.core.policy.LabelSelector;
import java.util.Set;

/**
 * Pods that a pod must keep away from: a required term of its pod anti-affinity, or pods that want
 * the same port of a node.
 *
 * @param selector selects those pods by their labels
 * @param topologyKey the label of nodes of which no two such pods may share the value
 * @param namespaces where those pods are; empty for the pod's own namespace
 * @param everywhere whether they are in any namespace
 * @param own whether the pods of one template keep away from each other
 */
public record Distance(
    LabelSelector selector,
    String topologyKey,
    Set<String> namespaces,
    boolean everywhere,
    boolean own) {
  /** The label by which each node is a place of its own. */
  public static final String HOST = "kubernetes.io/hostname";

  public Distance {
    namespaces = Set.copyOf(namespaces);
  }

  /** The place that a node is part of; empty where it is part of none, and no distance is kept. */
  public String place(NodeInfo node) {
    String byDefault = topologyKey.equals(HOST) ? node.name() : "";
    return node.labels().getOrDefault(topologyKey, byDefault);
  }

  /** Whether it is kept from pods of a namespace. */
  public boolean concerns(String namespace, String ownNamespace) {
    return everywhere
        || (namespaces.isEmpty() ? namespace.equals(ownNamespace) : namespaces.contains(namespace));
  }
}
