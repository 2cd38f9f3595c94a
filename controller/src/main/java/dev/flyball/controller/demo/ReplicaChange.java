package dev.flyball.controller.demo;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A change of a target's replicas.
 *
 * @param seconds when, since the load began
 * @param from replicas before
 * @param to replicas after
 */
record ReplicaChange(double seconds, int from, int to) {
  boolean up() {
    return to > from;
  }

  /** {@code 2 -> 3 -> 4} for the changes from a number of replicas on. */
  static String path(int start, List<ReplicaChange> changes) {
    return start
        + changes.stream().map(change -> " -> " + change.to()).collect(Collectors.joining());
  }
}
