package dev.flyball.controller.capacity;

import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All nodes with what their pods have taken. Mutable; owned by one thread. */
public final class NodeSpaces {
  private final Map<String, NodeSpace> spaces = new TreeMap<>();

  /** A node is there or has changed. */
  public void put(NodeInfo node) {
    space(node.name()).node(node);
  }

  /** A node is gone; its pods may be there for a while yet. */
  public void remove(String name) {
    space(name).node(null);
    tidy(name);
  }

  /**
   * A pod has come, changed or gone.
   *
   * @param before what was known of it; null where it is new
   * @param after what is known of it now; null where it is gone
   */
  // The same instance means the same shape; one that is equal and not the same does no harm.
  @SuppressWarnings("ReferenceEquality")
  public void change(@Nullable PodInfo before, @Nullable PodInfo after) {
    boolean same =
        before != null
            && after != null
            && before.takesRoom() == after.takesRoom()
            && before.shape() == after.shape()
            && before.node().equals(after.node());
    if (same) {
      return;
    }
    if (before != null && before.takesRoom()) {
      space(before.node()).release(before.shape());
      tidy(before.node());
    }
    if (after != null && after.takesRoom()) {
      space(after.node()).take(after.shape());
    }
  }

  private NodeSpace space(String node) {
    return spaces.computeIfAbsent(node, n -> new NodeSpace());
  }

  private void tidy(String name) {
    if (space(name).isGone()) {
      spaces.remove(name);
    }
  }

  /** The nodes that are there, by name. */
  public List<NodeSpace> all() {
    List<NodeSpace> known = new ArrayList<>(spaces.size());
    for (NodeSpace space : spaces.values()) {
      if (space.node() != null) {
        known.add(space);
      }
    }
    return known;
  }
}
