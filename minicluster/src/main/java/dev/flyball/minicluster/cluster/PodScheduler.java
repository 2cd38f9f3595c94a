package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Change;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Binds pods to the least loaded node that takes them. Pods that fit nowhere stay Pending with
 * PodScheduled=False and are tried again when a node changes or a pod goes.
 */
final class PodScheduler extends ControlLoop {
  private record Placement(String node, Fit.Request request) {}

  private final Map<String, Fit.Room> nodes = new TreeMap<>();
  private final Map<String, Placement> placed = new HashMap<>();
  private final Set<List<String>> unschedulable = new LinkedHashSet<>();

  PodScheduler(ObjectApi objects, Timeline timeline) {
    super(ResourceCatalog.PODS, objects, timeline);
  }

  /** A node came, changed or went; on the cluster's thread. */
  void nodeChanged(Change change) {
    String name = change.object().name();
    if (change.kind() == Change.Kind.DELETED) {
      nodes.remove(name);
      return;
    }
    Fit.Room room = new Fit.Room(change.object());
    placed.values().stream()
        .filter(p -> p.node().equals(name))
        .forEach(p -> room.use(p.request(), 1));
    nodes.put(name, room);
    retry();
  }

  /** A pod is gone or has ended; on the cluster's thread. */
  void released(StoredObject pod) {
    Placement placement = placed.remove(pod.uid());
    if (placement != null) {
      Fit.Room room = nodes.get(placement.node());
      if (room != null) {
        room.use(placement.request(), -1);
      }
    }
    unschedulable.remove(List.of(pod.namespace(), pod.name()));
    retry();
  }

  private void retry() {
    var waiting = List.copyOf(unschedulable);
    unschedulable.clear();
    waiting.forEach(key -> enqueue(key.getFirst(), key.getLast()));
  }

  @Override
  void reconcile(StoredObject pod) {
    if (pod.pod().deleting() || placed.containsKey(pod.uid())) {
      return;
    }
    ObjectNode spec = Json.child(pod.tree(), "spec");
    Fit.Request request = Fit.Request.of(spec);
    if (!pod.pod().node().isEmpty()) {
      place(pod, pod.pod().node(), request);
      return;
    }
    var obstacles = new LinkedHashMap<String, Integer>();
    Fit.Room best = null;
    for (Fit.Room node : nodes.values()) {
      String obstacle = Fit.obstacle(spec, request, node);
      if (obstacle != null) {
        obstacles.merge(obstacle, 1, Integer::sum);
      } else if (best == null || node.load() < best.load()) {
        best = node;
      }
    }
    bind(pod, best, request, obstacles);
  }

  private void place(StoredObject pod, String node, Fit.Request request) {
    placed.put(pod.uid(), new Placement(node, request));
    Fit.Room room = nodes.get(node);
    if (room != null) {
      room.use(request, 1);
    }
  }

  private void bind(
      StoredObject pod,
      Fit.@Nullable Room node,
      Fit.Request request,
      Map<String, Integer> obstacles) {
    if (node == null) {
      unschedulable.add(List.of(pod.namespace(), pod.name()));
    } else {
      place(pod, node.name, request);
    }
    String message = node == null ? message(obstacles) : "";
    objects()
        .update(
            ResourceCatalog.PODS,
            pod.namespace(),
            pod.name(),
            ObjectApi.Part.WHOLE,
            tree -> {
              if (node != null) {
                Json.child(tree, "spec").put("nodeName", node.name);
              }
              Trees.condition(
                  Json.child(tree, "status"),
                  "PodScheduled",
                  node != null,
                  node == null ? "Unschedulable" : "",
                  message,
                  objects().timestamp());
              return tree;
            });
  }

  private String message(Map<String, Integer> obstacles) {
    var reasons = obstacles.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
    return "0/" + nodes.size() + " nodes are available: " + String.join(", ", reasons) + ".";
  }
}
