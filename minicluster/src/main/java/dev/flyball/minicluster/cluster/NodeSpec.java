package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * A node to put into the cluster.
 *
 * @param name node and host name
 * @param arch {@code arm64} or {@code amd64}
 * @param cpuMillis allocatable CPU in thousandths of a core
 * @param memoryBytes allocatable memory
 * @param pods most pods it takes
 * @param labels labels beside the usual ones
 * @param taints taints as {@code key=value:Effect} or {@code key:Effect}
 */
public record NodeSpec(
    String name,
    String arch,
    long cpuMillis,
    long memoryBytes,
    int pods,
    Map<String, String> labels,
    List<String> taints) {

  public NodeSpec {
    labels = Map.copyOf(labels);
    taints = List.copyOf(taints);
  }

  /** An ARM64 node of 4 cores, 24 GiB and 110 pods. */
  public static NodeSpec arm64(String name) {
    return new NodeSpec(name, "arm64", 4000, 24L << 30, 110, Map.of(), List.of());
  }

  /** An AMD64 node of 4 cores, 24 GiB and 110 pods. */
  public static NodeSpec amd64(String name) {
    return new NodeSpec(name, "amd64", 4000, 24L << 30, 110, Map.of(), List.of());
  }

  /** That many nodes like this one, numbered from 1: {@code name-1}, {@code name-2}, ... */
  public List<NodeSpec> times(int count) {
    var nodes = new ArrayList<NodeSpec>(count);
    for (int i = 1; i <= count; i++) {
      nodes.add(new NodeSpec(name + "-" + i, arch, cpuMillis, memoryBytes, pods, labels, taints));
    }
    return nodes;
  }

  /** The same with other sizes. */
  public NodeSpec size(long newCpuMillis, long newMemoryBytes, int newPods) {
    return new NodeSpec(name, arch, newCpuMillis, newMemoryBytes, newPods, labels, taints);
  }

  /** The same with one more label. */
  public NodeSpec label(String key, String value) {
    var more = new TreeMap<>(labels);
    more.put(key, value);
    return new NodeSpec(name, arch, cpuMillis, memoryBytes, pods, more, taints);
  }

  /** The same with one more taint, {@code key=value:Effect} or {@code key:Effect}. */
  public NodeSpec taint(String taint) {
    var more = new ArrayList<>(taints);
    more.add(taint);
    return new NodeSpec(name, arch, cpuMillis, memoryBytes, pods, labels, more);
  }

  /** The Node object, ready at the given time. */
  ObjectNode toNode(String now) {
    ObjectNode node = Json.object();
    ObjectNode metadata = node.putObject("metadata").put("name", name);
    ObjectNode all = metadata.putObject("labels");
    all.put("kubernetes.io/arch", arch)
        .put("kubernetes.io/os", "linux")
        .put("kubernetes.io/hostname", name);
    labels.forEach(all::put);
    ObjectNode spec = node.putObject("spec");
    for (String taint : taints) {
      int effect = taint.lastIndexOf(':');
      int value = taint.indexOf('=');
      ObjectNode entry = spec.withArray("taints").addObject();
      entry.put("key", taint.substring(0, value < 0 ? effect : value));
      if (value >= 0) {
        entry.put("value", taint.substring(value + 1, effect));
      }
      entry.put("effect", taint.substring(effect + 1));
    }
    ObjectNode status = node.putObject("status");
    for (String part : new String[] {"capacity", "allocatable"}) {
      status
          .putObject(part)
          .put("cpu", cpuMillis % 1000 == 0 ? Long.toString(cpuMillis / 1000) : cpuMillis + "m")
          .put("memory", memoryBytes / 1024 + "Ki")
          .put("pods", Integer.toString(pods));
    }
    status.putObject("nodeInfo").put("architecture", arch).put("operatingSystem", "linux");
    status.putArray("addresses").addObject().put("type", "Hostname").put("address", name);
    Trees.condition(status, "Ready", true, "KubeletReady", "kubelet is posting ready status", now);
    return node;
  }
}
