package dev.flyball.controller.capacity;

import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodShape;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A node and what its pods have taken of it, in sums: nothing is kept of a single pod. Mutable;
 * owned by one thread.
 */
public final class NodeSpace {
  /** The resource of which each pod takes one. */
  static final String PODS = "pods";

  private static final long ONE = 1_000;

  private final Map<String, Long> taken = new HashMap<>();
  private int pods;
  private @Nullable NodeInfo node;

  /** Space of a node that is not known yet. */
  public NodeSpace() {}

  /** Space of an empty node. */
  public NodeSpace(NodeInfo node) {
    this.node = node;
  }

  /** The node; null while only its pods are known. */
  public @Nullable NodeInfo node() {
    return node;
  }

  /** Takes over what is now known of the node. */
  void node(@Nullable NodeInfo changed) {
    node = changed;
  }

  /** Whether neither the node nor a pod of it is there. */
  boolean isGone() {
    return node == null && pods == 0;
  }

  /** A pod is on the node. */
  public void take(PodShape pod) {
    pods++;
    pod.requests().forEach((resource, milli) -> taken.merge(resource, milli, Long::sum));
  }

  /** A pod that was on the node has ended or is gone. */
  public void release(PodShape pod) {
    pods--;
    pod.requests().forEach((resource, milli) -> taken.merge(resource, -milli, Long::sum));
  }

  /** What is left of a resource, in milli-units; negative where more was taken than there is. */
  long free(String resource) {
    long all = node == null ? 0 : node.allocatable().getOrDefault(resource, 0L);
    return all - (resource.equals(PODS) ? pods * ONE : taken.getOrDefault(resource, 0L));
  }
}
