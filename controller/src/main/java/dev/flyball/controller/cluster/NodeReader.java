package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeSpec;
import io.fabric8.kubernetes.api.model.NodeStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Trims nodes to what the loop needs of them. */
final class NodeReader {
  private NodeReader() {}

  static NodeInfo read(Node node) {
    NodeStatus status = node.getStatus();
    return new NodeInfo(
        node.getMetadata().getName(),
        Objects.requireNonNullElse(node.getMetadata().getLabels(), Map.of()),
        taints(node.getSpec()),
        status != null && isReady(status),
        status == null ? Map.of() : PodAmounts.milli(status.getAllocatable()));
  }

  private static boolean isReady(NodeStatus status) {
    return status.getConditions().stream()
        .anyMatch(c -> "Ready".equals(c.getType()) && "True".equals(c.getStatus()));
  }

  private static List<Taint> taints(@Nullable NodeSpec spec) {
    List<Taint> taints = new ArrayList<>();
    if (spec == null) {
      return taints;
    }
    for (var taint : spec.getTaints()) {
      if (!"PreferNoSchedule".equals(taint.getEffect())) {
        taints.add(
            new Taint(
                taint.getKey(),
                Objects.requireNonNullElse(taint.getValue(), ""),
                Objects.requireNonNullElse(taint.getEffect(), "")));
      }
    }
    if (Boolean.TRUE.equals(spec.getUnschedulable()) && !taints.contains(Taint.UNSCHEDULABLE)) {
      taints.add(Taint.UNSCHEDULABLE);
    }
    return taints;
  }
}
