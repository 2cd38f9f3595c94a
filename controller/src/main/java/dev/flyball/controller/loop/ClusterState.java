package dev.flyball.controller.loop;

import dev.flyball.controller.capacity.NodeSpaces;
import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the loop knows of the cluster: pods, matched to targets as they change, targets, nodes and
 * native HPAs.
 *
 * <p>Owned by the loop.
 */
final class ClusterState {
  private final Map<String, NamespaceState> namespaces = new HashMap<>();
  private final Map<TargetKey, TargetState> targets = new HashMap<>();
  private final Map<String, NodeInfo> nodes = new HashMap<>();
  private final NodeSpaces spaces = new NodeSpaces();
  private final Quotas quotas = new Quotas();
  private final Map<TargetKey, List<HpaInfo>> hpasByTarget = new HashMap<>();
  private final Map<String, HpaInfo> hpas = new HashMap<>();
  private final Map<TargetKey, TargetInfo> unclaimed = new HashMap<>();
  private int podCount;
  private int listing;

  NamespaceState namespace(String name) {
    return namespaces.computeIfAbsent(name, NamespaceState::new);
  }

  int podCount() {
    return podCount;
  }

  void forEachPod(Consumer<PodInfo> action) {
    for (NamespaceState namespace : namespaces.values()) {
      namespace.pods.values().forEach(pod -> action.accept(pod.info));
    }
  }

  /** All pods are about to be put anew. */
  void podsListing() {
    listing++;
  }

  /** The pods that have not been put since {@link #podsListing}. */
  List<PodInfo> unlistedPods() {
    List<PodInfo> unlisted = new ArrayList<>();
    for (NamespaceState namespace : namespaces.values()) {
      for (PodState pod : namespace.pods.values()) {
        if (pod.listing != listing) {
          unlisted.add(pod.info);
        }
      }
    }
    return unlisted;
  }

  PodState putPod(PodInfo info) {
    NamespaceState namespace = namespace(info.namespace());
    PodState pod = namespace.pods.get(info.name());
    spaces.change(pod == null ? null : pod.info, info);
    boolean moved = true;
    if (pod == null) {
      pod = new PodState(info);
      namespace.pods.put(info.name(), pod);
      namespace.join(pod, info.workload());
      podCount++;
    } else {
      moved = !Objects.equals(pod.info.workload(), info.workload());
      if (moved) {
        namespace.leave(pod, pod.info.workload());
        namespace.join(pod, info.workload());
      }
      moved |= !pod.info.labels().equals(info.labels());
      if (!pod.info.uid().equals(info.uid())) {
        pod.usage = null;
      }
      pod.info = info;
    }
    pod.listing = listing;
    if (moved) {
      namespace.podsByLabel.changed();
      match(namespace, pod);
    } else {
      for (TargetState target : pod.targets) {
        target.put(pod);
      }
    }
    return pod;
  }

  private static void match(NamespaceState namespace, PodState pod) {
    List<TargetState> selecting = namespace.selecting(pod.info);
    for (TargetState old : List.copyOf(pod.targets)) {
      if (!selecting.contains(old)) {
        old.remove(pod);
      }
    }
    for (TargetState target : selecting) {
      target.put(pod);
    }
  }

  void removePod(String namespace, String name) {
    NamespaceState state = namespace(namespace);
    PodState pod = state.pods.remove(name);
    if (pod != null) {
      state.podsByLabel.changed();
      spaces.change(pod.info, null);
      state.leave(pod, pod.info.workload());
      podCount--;
      for (TargetState target : List.copyOf(pod.targets)) {
        target.remove(pod);
      }
    }
  }

  /** A namespace of which anything is known. */
  @Nullable NamespaceState knownNamespace(String name) {
    return namespaces.get(name);
  }

  @Nullable PodState pod(String namespace, String name) {
    NamespaceState state = namespaces.get(namespace);
    return state == null ? null : state.pods.get(name);
  }

  /** The target that a policy refers to, from now on followed. */
  TargetState claim(TargetKey key) {
    return targets.computeIfAbsent(
        key,
        k -> {
          TargetState target = new TargetState(k);
          TargetInfo known = unclaimed.remove(k);
          if (known != null) {
            take(target, known);
          }
          return target;
        });
  }

  /** A target that some policy refers to. */
  @Nullable TargetState target(TargetKey key) {
    return targets.get(key);
  }

  /** Forgets a target that no policy refers to any more. */
  void release(TargetState target) {
    if (!target.policies.isEmpty()) {
      return;
    }
    targets.remove(target.key);
    if (target.info() != null) {
      unclaimed.put(target.key, target.info());
      namespace(target.key.namespace()).unindex(target);
    }
    target.removeAllPods();
  }

  /**
   * Takes a newer view of a target.
   *
   * @return the target, where some policy refers to it
   */
  @Nullable TargetState updateTarget(TargetInfo info) {
    TargetState target = targets.get(info.key());
    if (target == null) {
      unclaimed.put(info.key(), info);
      return null;
    }
    take(target, info);
    return target;
  }

  private void take(TargetState target, TargetInfo info) {
    LabelSelector before = target.selector();
    if (target.info() != null && Objects.equals(before, info.selector())) {
      target.update(info);
      return;
    }
    NamespaceState namespace = namespace(target.key.namespace());
    if (target.info() != null) {
      namespace.unindex(target);
      target.removeAllPods();
    }
    target.update(info);
    namespace.index(target);
    matchAll(namespace, target);
  }

  private static void matchAll(NamespaceState namespace, TargetState target) {
    for (PodState pod : namespace.pods.values()) {
      if (target.selects(pod.info)) {
        target.put(pod);
      }
    }
  }

  /** Matches the pods of a target anew, where its policies have changed how they select them. */
  void reselect(TargetState target) {
    if (target.updateSelection()) {
      target.removeAllPods();
      matchAll(namespace(target.key.namespace()), target);
    }
  }

  @Nullable TargetState removeTarget(TargetKey key) {
    unclaimed.remove(key);
    TargetState target = targets.get(key);
    if (target != null && target.info() != null) {
      namespace(key.namespace()).unindex(target);
      target.removeAllPods();
      target.gone();
    }
    return target;
  }

  void putNode(NodeInfo node) {
    nodes.put(node.name(), node);
    spaces.put(node);
  }

  void removeNode(String name) {
    nodes.remove(name);
    spaces.remove(name);
  }

  Collection<NodeInfo> nodes() {
    return nodes.values();
  }

  @Nullable NodeInfo node(String name) {
    return nodes.get(name);
  }

  /** All namespaces of which anything is known. */
  Collection<NamespaceState> namespaces() {
    return namespaces.values();
  }

  /** The nodes with what all the pods of the cluster have taken of them. */
  NodeSpaces spaces() {
    return spaces;
  }

  Quotas quotas() {
    return quotas;
  }

  void putHpa(HpaInfo hpa) {
    removeHpa(hpa.namespace(), hpa.name());
    hpas.put(hpa.namespace() + "/" + hpa.name(), hpa);
    hpasByTarget.computeIfAbsent(hpa.target(), t -> new ArrayList<>(1)).add(hpa);
  }

  void removeHpa(String namespace, String name) {
    HpaInfo old = hpas.remove(namespace + "/" + name);
    if (old != null) {
      List<HpaInfo> list = hpasByTarget.getOrDefault(old.target(), new ArrayList<>());
      list.remove(old);
      if (list.isEmpty()) {
        hpasByTarget.remove(old.target());
      }
    }
  }

  /** The native HPAs that scale this target. */
  List<HpaInfo> hpasOf(TargetKey target) {
    return hpasByTarget.getOrDefault(target, List.of());
  }

  /** All that scales this target, whether any policy refers to it or none does yet. */
  Drivers driversOf(TargetKey key) {
    TargetState target = targets.get(key);
    List<PolicyId> policies = new ArrayList<>();
    for (PolicyState state : target == null ? List.<PolicyState>of() : target.policies) {
      if (state.policy != null && state.policy.options().mode() == Mode.Active) {
        policies.add(state.id);
      }
    }
    return new Drivers(
        policies, hpasOf(key).stream().map(h -> h.namespace() + "/" + h.name()).toList());
  }
}
