package dev.flyball.minicluster.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics.k8s.io gets its numbers: the cluster computes them. Called on event loops; must not
 * block.
 */
public interface MetricsSource {
  /** A source without pods. */
  MetricsSource NONE =
      new MetricsSource() {
        @Override
        public @Nullable Usage pod(StoredObject pod) {
          return null;
        }

        @Override
        public @Nullable Usage node(StoredObject node) {
          return null;
        }
      };

  /**
   * What one container uses.
   *
   * @param name container
   * @param cpuNanos CPU in billionths of a core
   * @param memoryBytes working set
   */
  record ContainerUsage(String name, long cpuNanos, long memoryBytes) {}

  /**
   * What a pod or node used over a window.
   *
   * @param timestampMillis end of the window, epoch milliseconds
   * @param windowMillis length of the window
   */
  record Usage(long timestampMillis, long windowMillis, List<ContainerUsage> containers) {
    public Usage {
      containers = List.copyOf(containers);
    }
  }

  /** Usage of a pod; null when it was not measured yet. */
  @Nullable Usage pod(StoredObject pod);

  /** Usage of a node as one container of any name; null when it was not measured yet. */
  @Nullable Usage node(StoredObject node);
}
