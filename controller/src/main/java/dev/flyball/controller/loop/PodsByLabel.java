package dev.flyball.controller.loop;

import dev.flyball.core.policy.LabelSelector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the pods of a namespace that a selector selects. Callers ask again and again for a few pods
 * of many, by a label of their workload: the pods are grouped by that label when the first asks,
 * and again after pods have changed, which takes about as long as looking at each of them. Owned by
 * the loop.
 */
final class PodsByLabel {
  /** Labels by which pods are grouped at the same time, so that callers cannot fill the memory. */
  private static final int MAX_LABELS = 4;

  private final Collection<PodState> pods;
  private final Map<String, Map<String, List<PodState>>> groups = new HashMap<>();

  /**
   * Groups nothing yet.
   *
   * @param pods all pods of the namespace, as they are at any time
   */
  PodsByLabel(Collection<PodState> pods) {
    this.pods = pods;
  }

  /** Pods have come, gone, or have other labels. */
  void changed() {
    groups.clear();
  }

  /** Does something with each pod that is selected. */
  void forEach(LabelSelector selector, Consumer<PodState> action) {
    for (PodState pod : candidates(selector)) {
      if (selector.matches(pod.info.labels())) {
        action.accept(pod);
      }
    }
  }

  private Collection<PodState> candidates(LabelSelector selector) {
    String label = label(selector);
    if (label == null) {
      return pods;
    }
    String value = selector.matchLabels().getOrDefault(label, "");
    return groups.computeIfAbsent(label, this::group).getOrDefault(value, List.of());
  }

  /** The label by which to look, or null where all pods have to be looked at. */
  private @Nullable String label(LabelSelector selector) {
    String longest = null;
    int length = -1;
    for (Map.Entry<String, String> label : selector.matchLabels().entrySet()) {
      boolean possible = groups.size() < MAX_LABELS || groups.containsKey(label.getKey());
      // The value that differs most among workloads tends to be the longest.
      if (possible && label.getValue().length() > length) {
        longest = label.getKey();
        length = label.getValue().length();
      }
    }
    return longest;
  }

  private Map<String, List<PodState>> group(String label) {
    Map<String, List<PodState>> byValue = new HashMap<>();
    for (PodState pod : pods) {
      String value = pod.info.labels().get(label);
      if (value != null) {
        byValue.computeIfAbsent(value, v -> new ArrayList<>(2)).add(pod);
      }
    }
    return byValue;
  }
}
