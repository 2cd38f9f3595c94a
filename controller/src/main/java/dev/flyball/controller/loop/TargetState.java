package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.PodSelection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A scale target that some policy refers to, with its pods in columns. */
final class TargetState {
  final TargetKey key;
  final List<PolicyState> policies = new ArrayList<>(1);
  final PodColumns columns = new PodColumns(4);

  private final List<PodState> pods = new ArrayList<>(4);
  private final Map<PodState, Integer> rows = new HashMap<>();
  private @Nullable TargetInfo info;
  private long writtenVersion;

  /** Whether pods that its selector selects count only where it owns them. */
  private boolean ownedOnly;

  /** Whether a watch has told of it, or would have; the scale of others has to be asked for. */
  boolean followed;

  TargetState(TargetKey key) {
    this.key = key;
  }

  @Nullable TargetInfo info() {
    return info;
  }

  @Nullable LabelSelector selector() {
    return info == null ? null : info.selector();
  }

  boolean ownedOnly() {
    return ownedOnly;
  }

  /** Takes over how its policies select pods; tells whether that has changed. */
  boolean updateSelection() {
    boolean before = ownedOnly;
    ownedOnly = policies.stream().anyMatch(p -> p.policy != null && byOwner(p.policy));
    return ownedOnly != before;
  }

  private static boolean byOwner(Policy policy) {
    return policy.options().podSelection() == PodSelection.Owner;
  }

  /** Whether a pod is one of the target's. */
  boolean selects(PodInfo pod) {
    LabelSelector selector = selector();
    return selector != null
        && selector.matches(pod.labels())
        && (!ownedOnly || (pod.workload() != null && key.isOf(pod.workload())));
  }

  /**
   * Takes a newer view of the target. A view from before our own last write is dropped: deciding on
   * it would repeat what was just done.
   *
   * @return whether it was taken
   */
  boolean update(TargetInfo newer) {
    if (version(newer) < writtenVersion) {
      return false;
    }
    info = newer;
    policies.forEach(p -> p.touched = true);
    return true;
  }

  /** Takes the scale as our own write left it. */
  void written(TargetInfo scale) {
    writtenVersion = version(scale);
    TargetInfo before = info;
    info =
        before == null
            ? scale
            : new TargetInfo(
                key,
                scale.resourceVersion(),
                scale.specReplicas(),
                scale.statusReplicas(),
                before.selector(),
                before.template());
  }

  void gone() {
    info = null;
    policies.forEach(p -> p.touched = true);
    writtenVersion = 0;
  }

  private static long version(TargetInfo target) {
    try {
      return Long.parseLong(target.resourceVersion());
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  List<PodState> pods() {
    return pods;
  }

  /** Adds a pod, or takes over what has changed of it. */
  void put(PodState pod) {
    Integer row = rows.get(pod);
    if (row != null) {
      columns.set(row, pod.info.row());
      return;
    }
    rows.put(pod, columns.add(pod.info.row()));
    pods.add(pod);
    pod.targets.add(this);
  }

  void remove(PodState pod) {
    Integer row = rows.remove(pod);
    if (row == null) {
      return;
    }
    columns.remove(row);
    PodState last = pods.removeLast();
    if (row < pods.size()) {
      pods.set(row, last);
      rows.put(last, row);
    }
    pod.targets.remove(this);
  }

  void removeAllPods() {
    for (PodState pod : pods) {
      pod.targets.remove(this);
    }
    pods.clear();
    rows.clear();
    columns.clear();
  }
}
