package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A pod, its latest usage, and the targets that select it. */
final class PodState {
  PodInfo info;
  final List<TargetState> targets = new ArrayList<>(1);

  /** What metrics.k8s.io last said of it. */
  @Nullable Sample usage;

  /** Which answer of metrics.k8s.io the usage came with. */
  long usageReading;

  /** The latest list that named the pod. */
  int listing;

  private final List<SeriesRow> rows = new ArrayList<>(1);

  PodState(PodInfo info) {
    this.info = info;
  }

  /** The policies of its targets. */
  void policies(Predicate<PolicyState> which, Consumer<PolicyState> action) {
    for (TargetState target : targets) {
      for (PolicyState policy : target.policies) {
        if (which.test(policy)) {
          action.accept(policy);
        }
      }
    }
  }

  /** The pod's row of a series; null when no such series is defined. Looked up once. */
  @Nullable SeriesRow row(SeriesStore store, String series) {
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).series().equals(series) && rows.get(i).isLive()) {
        return rows.get(i);
      }
    }
    rows.removeIf(row -> !row.isLive());
    SeriesRow row = store.row(series, info.namespace(), info.name());
    if (row != null) {
      rows.add(row);
    }
    return row;
  }
}
