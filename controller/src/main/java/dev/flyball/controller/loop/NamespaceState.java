package dev.flyball.controller.loop;

import dev.flyball.core.policy.LabelSelector;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pods and targets of a namespace, and what is known of its resource usage. */
final class NamespaceState {
  final String name;
  final Map<String, PodState> pods = new HashMap<>();

  /** The latest whole reading of metrics.k8s.io; 0 before the first. */
  long usageReading;

  /** When that reading was asked for, in epoch milliseconds. */
  long usageMillis;

  boolean usageInFlight;
  @Nullable String usageError = "the resource metrics API was not asked yet";
  final List<PolicyState> waitingForUsage = new ArrayList<>();

  private final Map<String, List<TargetState>> byLabel = new HashMap<>();
  private final List<TargetState> others = new ArrayList<>();

  NamespaceState(String name) {
    this.name = name;
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

  /** The targets that select these labels. */
  List<TargetState> selecting(Map<String, String> labels) {
    List<TargetState> found = new ArrayList<>(1);
    for (Map.Entry<String, String> label : labels.entrySet()) {
      collect(byLabel.get(label.getKey() + "=" + label.getValue()), labels, found);
    }
    collect(others, labels, found);
    return found;
  }

  private static void collect(
      @Nullable List<TargetState> candidates, Map<String, String> labels, List<TargetState> found) {
    if (candidates == null) {
      return;
    }
    for (TargetState candidate : candidates) {
      LabelSelector selector = candidate.selector();
      if (selector != null && selector.matches(labels)) {
        found.add(candidate);
      }
    }
  }
}
