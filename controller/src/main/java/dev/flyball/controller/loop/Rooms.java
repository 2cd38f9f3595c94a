package dev.flyball.controller.loop;

import dev.flyball.controller.capacity.NodeRoom;
import dev.flyball.controller.capacity.QuotaRoom;
import dev.flyball.controller.capacity.Room;
import dev.flyball.controller.cluster.Distance;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Ceiling.Limit;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Capacity;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds for how many replicas of a target there is room. Owned by the loop. */
final class Rooms {
  private static final String NO_NODES = "no node of the cluster is known";
  private static final String NO_SHAPE =
      "its kind has no pod template that is known here, and it has no pod that would show what one needs";
  private static final String NO_QUOTAS =
      "resourcequotas cannot be read; does the role allow to list and watch them?";

  private final ClusterState cluster;

  Rooms(ClusterState cluster) {
    this.cluster = cluster;
  }

  /**
   * What is known of the room.
   *
   * @param ceiling for how many replicas there is room; null where nothing is known
   * @param unknown what is not known, and so sets no ceiling; empty for nothing
   */
  record Found(@Nullable Ceiling ceiling, String unknown) {}

  /** The target's own pods: only those count that are not being deleted and have not ended. */
  private record Own(int placed, int all, @Nullable PodInfo newest) {}

  /** Whether a policy asks for room. */
  static boolean asks(@Nullable Policy policy) {
    return policy != null && policy.options().capacity() != Capacity.Ignore;
  }

  /** Finds the room for a target's pods. */
  Found of(TargetState target, TargetInfo info) {
    Own own = own(target);
    PodShape shape = shape(info, own.newest);
    if (shape == null) {
      return new Found(null, NO_SHAPE);
    }
    Ceiling nodes = null;
    String unknown = "";
    if (cluster.nodes().isEmpty()) {
      unknown = NO_NODES;
    } else {
      Room room =
          NodeRoom.of(shape, cluster.spaces().all(), occupied(shape, target.key.namespace()));
      nodes = ceiling(Limit.Nodes, own.placed, room);
    }
    if (!cluster.quotas().known()) {
      return new Found(nodes, unknown.isEmpty() ? NO_QUOTAS : unknown + "; " + NO_QUOTAS);
    }
    Room left = QuotaRoom.of(shape, cluster.quotas().of(target.key.namespace()));
    Ceiling quota = left == null ? null : ceiling(Limit.Quota, own.all, left);
    return new Found(lower(nodes, quota), unknown);
  }

  /** Pods that wait for a node are not among those placed, so that they take of the room. */
  private static Ceiling ceiling(Limit limit, int there, Room room) {
    int replicas = (int) Math.min(Integer.MAX_VALUE, (long) there + room.more());
    return new Ceiling(replicas, limit, room.shortage());
  }

  /** A quota is told of first: without its leave there are no pods that nodes could take. */
  private static @Nullable Ceiling lower(@Nullable Ceiling nodes, @Nullable Ceiling quota) {
    if (nodes == null || quota == null) {
      return nodes == null ? quota : nodes;
    }
    return quota.replicas() <= nodes.replicas() ? quota : nodes;
  }

  private static Own own(TargetState target) {
    int placed = 0;
    int all = 0;
    PodInfo newest = null;
    for (PodState pod : target.pods()) {
      PodInfo info = pod.info;
      if (info.isOver() || info.row().deleted()) {
        continue;
      }
      all++;
      placed += info.takesRoom() ? 1 : 0;
      newest = newest == null || isNewer(info, newest) ? info : newest;
    }
    return new Own(placed, all, newest);
  }

  private static boolean isNewer(PodInfo pod, PodInfo than) {
    long started = pod.row().startedAt();
    long other = than.row().startedAt();
    return started == other ? pod.name().compareTo(than.name()) > 0 : started > other;
  }

  private static @Nullable PodShape shape(TargetInfo info, @Nullable PodInfo pod) {
    PodShape template = info.template();
    if (template == null) {
      return pod == null ? null : pod.shape();
    }
    return pod == null ? template : template.completedBy(pod.shape());
  }

  private List<Set<String>> occupied(PodShape shape, String namespace) {
    List<Set<String>> occupied = new ArrayList<>(shape.distances().size());
    for (Distance distance : shape.distances()) {
      Set<String> places = new HashSet<>();
      for (NamespaceState candidate : cluster.namespaces()) {
        if (distance.concerns(candidate.name, namespace)) {
          addPlaces(distance, candidate, places);
        }
      }
      occupied.add(places);
    }
    return occupied;
  }

  private void addPlaces(Distance distance, NamespaceState namespace, Set<String> places) {
    for (PodState pod : namespace.pods.values()) {
      PodInfo info = pod.info;
      if (info.takesRoom() && distance.selector().matches(info.labels())) {
        NodeInfo node = cluster.node(info.node());
        if (node != null) {
          places.add(distance.place(node));
        }
      }
    }
  }
}
