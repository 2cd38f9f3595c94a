package dev.flyball.controller.capacity;

import dev.flyball.controller.capacity.Shortages.Bar;
import dev.flyball.controller.capacity.Shortages.Lack;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.Taint;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The room on the nodes: on each that the pod may run on, how often its requests fit into what is
 * left. Pods of one shape cannot be in each other's way but by their number, so that counting is
 * exact where the scheduler could do no better.
 */
public final class NodeRoom {
  private static final long ONE_POD = 1_000;

  private NodeRoom() {}

  /**
   * The room for more pods of a shape.
   *
   * @param nodes the nodes of the cluster, in any order
   * @param occupied for each of the shape's distances, the places where a pod is from which it must
   *     be kept
   */
  public static Room of(PodShape shape, Collection<NodeSpace> nodes, List<Set<String>> occupied) {
    Shortages shortages = new Shortages();
    Places places = new Places(shape.distances(), occupied);
    // Where a pod keeps others from several nodes, which node comes first may matter.
    List<NodeSpace> byName =
        nodes.stream()
            .filter(space -> space.node() != null)
            .sorted(Comparator.comparing(NodeRoom::nameOf))
            .toList();
    long more = 0;
    for (NodeSpace space : byName) {
      more += on(space, shape, places, shortages);
    }
    return new Room((int) Math.min(Integer.MAX_VALUE, more), shortages.text());
  }

  private static String nameOf(NodeSpace space) {
    NodeInfo node = space.node();
    return node == null ? "" : node.name();
  }

  private static long on(NodeSpace space, PodShape shape, Places places, Shortages shortages) {
    NodeInfo node = space.node();
    if (node == null) {
      return 0;
    }
    Bar bar = bar(shape, node, places);
    if (bar != null) {
      shortages.add(bar);
      return 0;
    }
    String scarce = scarcest(shape, space);
    long count = fits(shape, space, scarce);
    if (count > 0 && places.occupy(node)) {
      shortages.add(Bar.Apart);
      return 1;
    }
    long need = need(shape, scarce);
    shortages.add(new Lack(node.name(), scarce, space.free(scarce) - count * need, need));
    return count;
  }

  private static @Nullable Bar bar(PodShape shape, NodeInfo node, Places places) {
    if (!node.ready()) {
      return Bar.NotReady;
    }
    if (!shape.placement().allows(node)) {
      return Bar.NotAllowed;
    }
    for (Taint taint : node.taints()) {
      if (!shape.bears(taint)) {
        return Bar.Tainted;
      }
    }
    return places.occupied(node) ? Bar.Apart : null;
  }

  /** The resource of which the fewest pods fit; of equal ones the first by name, pods last. */
  private static String scarcest(PodShape shape, NodeSpace space) {
    String scarce = NodeSpace.PODS;
    long fewest = fits(shape, space, scarce);
    for (Map.Entry<String, Long> request : shape.requests().entrySet()) {
      String resource = request.getKey();
      if (request.getValue() <= 0) {
        continue;
      }
      long count = fits(shape, space, resource);
      boolean before = scarce.equals(NodeSpace.PODS) || resource.compareTo(scarce) < 0;
      if (count < fewest || (count == fewest && before)) {
        scarce = resource;
        fewest = count;
      }
    }
    return scarce;
  }

  private static long fits(PodShape shape, NodeSpace space, String resource) {
    return Math.max(0, space.free(resource)) / need(shape, resource);
  }

  private static long need(PodShape shape, String resource) {
    return resource.equals(NodeSpace.PODS)
        ? ONE_POD
        : shape.requests().getOrDefault(resource, ONE_POD);
  }
}
