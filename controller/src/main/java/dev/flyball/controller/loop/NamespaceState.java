package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.Workload;
import dev.flyball.core.policy.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods, workloads and targets of a namespace. */
final class NamespaceState {
  final String name;
  final Map<String, PodState> pods = new HashMap<>();
  final PodsByLabel podsByLabel = new PodsByLabel(pods.values());

  private final Map<Workload, List<PodState>> workloads = new HashMap<>();
  private final Map<String, List<Workload>> namesakes = new HashMap<>(2);
  private final Map<String, List<TargetState>> byLabel = new HashMap<>();
  private final List<TargetState> others = new ArrayList<>();

  NamespaceState(String name) {
    this.name = name;
  }

  /** Pods by what they belong to. */
  Map<Workload, List<PodState>> workloads() {
    return workloads;
  }

  /** Pods by what they belong to, of workloads of this name; each of another kind. */
  Map<Workload, List<PodState>> workloads(String name) {
    Map<Workload, List<PodState>> named = new HashMap<>(2);
    for (Workload workload : namesakes.getOrDefault(name, List.of())) {
      named.put(workload, workloads.getOrDefault(workload, List.of()));
    }
    return named;
  }

  /** Puts a pod beside the others of its workload. */
  void join(PodState pod, @Nullable Workload workload) {
    if (workload != null) {
      List<PodState> others = workloads.computeIfAbsent(workload, w -> new ArrayList<>(2));
      if (others.isEmpty()) {
        namesakes.computeIfAbsent(workload.name(), n -> new ArrayList<>(1)).add(workload);
      }
      others.add(pod);
    }
  }

  /** Takes a pod away from the others of its workload. */
  void leave(PodState pod, @Nullable Workload workload) {
    List<PodState> others = workload == null ? null : workloads.get(workload);
    if (workload == null || others == null) {
      return;
    }
    others.remove(pod);
    if (others.isEmpty()) {
      workloads.remove(workload);
      List<Workload> same = namesakes.get(workload.name());
      if (same != null && same.remove(workload) && same.isEmpty()) {
        namesakes.remove(workload.name());
      }
    }
  }

  /** Finds the targets that may select a pod by one of the labels that each of them asks for. */
  void index(TargetState target) {
    bucket(target.selector()).add(target);
  }

  void unindex(TargetState target) {
    bucket(target.selector()).remove(target);
  }

  private List<TargetState> bucket(@Nullable LabelSelector selector) {
    if (selector == null || selector.matchLabels().isEmpty()) {
      return others;
    }
    // Any one will do; the value that differs most among workloads tends to be the longest.
    Map.Entry<String, String> best = null;
    for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
      if (best == null || label.getValue().length() > best.getValue().length()) {
        best = label;
      }
    }
    return byLabel.computeIfAbsent(
        best == null ? "" : best.getKey() + "=" + best.getValue(), k -> new ArrayList<>(1));
  }

  /** The targets that select a pod. */
  List<TargetState> selecting(PodInfo pod) {
    List<TargetState> found = new ArrayList<>(1);
    for (Map.Entry<String, String> label : pod.labels().entrySet()) {
      collect(byLabel.get(label.getKey() + "=" + label.getValue()), pod, found);
    }
    collect(others, pod, found);
    return found;
  }

  private static void collect(
      @Nullable List<TargetState> candidates, PodInfo pod, List<TargetState> found) {
    if (candidates == null) {
      return;
    }
    for (TargetState candidate : candidates) {
      if (candidate.selects(pod)) {
        found.add(candidate);
      }
    }
  }
}
