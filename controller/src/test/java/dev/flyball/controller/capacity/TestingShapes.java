package dev.flyball.controller.capacity;

import dev.flyball.controller.cluster.Distance;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.Taint;
import dev.flyball.controller.cluster.Toleration;
import dev.flyball.core.policy.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Pods and nodes, written briefly. */
final class TestingShapes {
  static final Placement ANYWHERE = new Placement(Map.of(), List.of());

  private TestingShapes() {}

  /** A pod that requests CPU in thousandths and memory in Mi, and may run anywhere. */
  static PodShape pod(long cpu, long mebi) {
    return pod(Map.of("cpu", cpu, "memory", mebi(mebi)));
  }

  static PodShape pod(Map<String, Long> requests) {
    return new PodShape(ANYWHERE, List.of(), List.of(), requests, Map.of(), "", false);
  }

  static PodShape placed(PodShape pod, Placement placement) {
    return new PodShape(
        placement, pod.tolerations(), pod.distances(), pod.requests(), pod.limits(), "", false);
  }

  static PodShape bearing(PodShape pod, Toleration... tolerations) {
    return new PodShape(
        pod.placement(),
        List.of(tolerations),
        pod.distances(),
        pod.requests(),
        pod.limits(),
        "",
        false);
  }

  /** A pod that keeps away from others of its kind by a label of nodes. */
  static PodShape apart(PodShape pod, String topologyKey, boolean own) {
    Distance distance =
        new Distance(
            new LabelSelector(Map.of("app", "web"), List.of()), topologyKey, Set.of(), false, own);
    return new PodShape(
        pod.placement(),
        pod.tolerations(),
        List.of(distance),
        pod.requests(),
        pod.limits(),
        "",
        false);
  }

  static long mebi(long count) {
    return count * (1_000L << 20);
  }

  /** A ready ARM64 node; CPU in thousandths, memory in Mi. */
  static NodeInfo node(String name, long cpu, long mebi, int pods) {
    return node(
        name, Map.of("cpu", cpu, "memory", mebi(mebi), "pods", pods * 1_000L), List.of(), true);
  }

  static NodeInfo node(
      String name, Map<String, Long> allocatable, List<Taint> taints, boolean ready) {
    Map<String, String> labels =
        Map.of(
            NodeInfo.ARCH_LABEL,
            "arm64",
            Distance.HOST,
            name,
            "zone",
            name.substring(0, 1),
            "size",
            "4");
    return new NodeInfo(name, labels, taints, ready, allocatable);
  }

  static NodeSpace space(NodeInfo node, PodShape... pods) {
    NodeSpace space = new NodeSpace(node);
    for (PodShape pod : pods) {
      space.take(pod);
    }
    return space;
  }
}
