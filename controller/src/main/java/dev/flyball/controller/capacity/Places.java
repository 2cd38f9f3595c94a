package dev.flyball.controller.capacity;

import dev.flyball.controller.cluster.Distance;
import dev.flyball.controller.cluster.NodeInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The places that pods must keep away from, more of them with each pod that is put somewhere. */
final class Places {
  private final List<Distance> distances;
  private final List<Set<String>> occupied = new ArrayList<>();

  /**
   * Places.
   *
   * @param occupied for each distance the places where a pod is that must be kept away from
   */
  Places(List<Distance> distances, List<Set<String>> occupied) {
    this.distances = distances;
    occupied.forEach(places -> this.occupied.add(new HashSet<>(places)));
  }

  /** Whether a node is in a place that is occupied. */
  boolean occupied(NodeInfo node) {
    for (int i = 0; i < distances.size(); i++) {
      String place = distances.get(i).place(node);
      if (!place.isEmpty() && occupied.get(i).contains(place)) {
        return true;
      }
    }
    return false;
  }

  /** Occupies the places of a node; whether a second pod must keep away from it. */
  boolean occupy(NodeInfo node) {
    boolean apart = false;
    for (int i = 0; i < distances.size(); i++) {
      String place = distances.get(i).place(node);
      if (distances.get(i).own() && !place.isEmpty()) {
        occupied.get(i).add(place);
        apart = true;
      }
    }
    return apart;
  }
}
