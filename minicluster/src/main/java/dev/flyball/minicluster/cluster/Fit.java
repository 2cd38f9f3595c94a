package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.StoredObject;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Whether a pod may run on a node: the filters of the scheduler. */
final class Fit {
  /** What a pod asks for. */
  record Request(long cpuMillis, long memoryBytes) {
    static Request of(JsonNode podSpec) {
      long cpu = 0;
      long memory = 0;
      for (JsonNode container : podSpec.path("containers")) {
        JsonNode requests = container.path("resources").path("requests");
        cpu += Quantities.millis(Json.text(requests, "cpu"));
        memory += Quantities.units(Json.text(requests, "memory"));
      }
      return new Request(cpu, memory);
    }
  }

  /** A node as the scheduler sees it. Used on the cluster's thread alone. */
  static final class Room {
    final String name;
    final Map<String, String> labels;
    final JsonNode taints;
    final boolean unschedulable;
    final long cpuMillis;
    final long memoryBytes;
    final long pods;
    long usedCpu;
    long usedMemory;
    long usedPods;

    Room(StoredObject node) {
      JsonNode tree = node.tree();
      JsonNode allocatable = tree.path("status").path("allocatable");
      name = node.name();
      labels = node.labels();
      taints = tree.path("spec").path("taints");
      unschedulable = tree.path("spec").path("unschedulable").asBoolean(false);
      cpuMillis = Quantities.millis(Json.text(allocatable, "cpu"));
      memoryBytes = Quantities.units(Json.text(allocatable, "memory"));
      pods = Quantities.units(Json.text(allocatable, "pods"));
    }

    void use(Request request, int sign) {
      usedCpu += sign * request.cpuMillis();
      usedMemory += sign * request.memoryBytes();
      usedPods += sign;
    }

    double load() {
      double byPods = pods == 0 ? 1 : (double) usedPods / pods;
      double byCpu = cpuMillis == 0 ? 1 : (double) usedCpu / cpuMillis;
      return byCpu + byPods;
    }
  }

  private Fit() {}

  /** Why the pod cannot run there, in the scheduler's words; null when it can. */
  static @Nullable String obstacle(JsonNode podSpec, Request request, Room node) {
    if (node.unschedulable) {
      return "node(s) were unschedulable";
    }
    if (!toleratesAll(podSpec, node)) {
      return "node(s) had untolerated taint(s)";
    }
    if (!selected(podSpec, node)) {
      return "node(s) didn't match Pod's node affinity/selector";
    }
    if (node.usedPods + 1 > node.pods) {
      return "Too many pods";
    }
    if (node.usedCpu + request.cpuMillis() > node.cpuMillis) {
      return "Insufficient cpu";
    }
    return node.usedMemory + request.memoryBytes() > node.memoryBytes
        ? "Insufficient memory"
        : null;
  }

  private static boolean toleratesAll(JsonNode podSpec, Room node) {
    for (JsonNode taint : node.taints) {
      boolean hard = !Json.text(taint, "effect").equals("PreferNoSchedule");
      if (hard && !tolerates(podSpec.path("tolerations"), taint)) {
        return false;
      }
    }
    return true;
  }

  private static boolean tolerates(JsonNode tolerations, JsonNode taint) {
    for (JsonNode toleration : tolerations) {
      String effect = Json.text(toleration, "effect");
      String key = Json.text(toleration, "key");
      boolean exists = Json.text(toleration, "operator").equals("Exists");
      boolean sameEffect = effect.isEmpty() || effect.equals(Json.text(taint, "effect"));
      boolean sameKey = key.equals(Json.text(taint, "key")) || (key.isEmpty() && exists);
      boolean sameValue =
          exists || Json.text(toleration, "value").equals(Json.text(taint, "value"));
      if (sameEffect && sameKey && sameValue) {
        return true;
      }
    }
    return false;
  }

  private static boolean selected(JsonNode podSpec, Room node) {
    for (var wanted : podSpec.path("nodeSelector").properties()) {
      if (!wanted.getValue().asString("").equals(node.labels.get(wanted.getKey()))) {
        return false;
      }
    }
    JsonNode terms =
        podSpec
            .path("affinity")
            .path("nodeAffinity")
            .path("requiredDuringSchedulingIgnoredDuringExecution")
            .path("nodeSelectorTerms");
    for (JsonNode term : terms) {
      if (matches(term, node)) {
        return true;
      }
    }
    return terms.isMissingNode();
  }

  private static boolean matches(JsonNode term, Room node) {
    for (JsonNode expression : term.path("matchExpressions")) {
      if (!matches(expression, node.labels.get(Json.text(expression, "key")))) {
        return false;
      }
    }
    for (JsonNode field : term.path("matchFields")) {
      if (!matches(field, node.name)) {
        return false;
      }
    }
    return !term.isEmpty();
  }

  private static boolean matches(JsonNode expression, @Nullable String value) {
    Set<String> values = new TreeSet<>();
    expression.path("values").forEach(v -> values.add(v.asString("")));
    return switch (Json.text(expression, "operator")) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      case "Gt" ->
          value != null && Long.parseLong(value) > Long.parseLong(values.iterator().next());
      case "Lt" ->
          value != null && Long.parseLong(value) < Long.parseLong(values.iterator().next());
      default -> false;
    };
  }
}
