package dev.flyball.minicluster.cluster;

import io.vertx.core.Future;
import java.util.Map;

/** Starts what runs in pods. */
@FunctionalInterface
public interface PodRuntime {
  /**
   * A pod about to start.
   *
   * @param workload name of the Deployment, StatefulSet or ReplicaSet that owns it; its own name
   *     without one
   */
  record Start(
      String namespace,
      String name,
      String uid,
      String workload,
      Map<String, String> labels,
      Map<String, String> annotations) {}

  /** Starts the pod's process; must not block. A failure makes the pod Failed. */
  Future<PodProcess> start(Start pod);
}
