package dev.flyball.minicluster.cluster;

/**
 * What a synthetic pod uses: a function of where it stands and of time. Must be fast and must not
 * block.
 */
@FunctionalInterface
public interface LoadModel {
  /**
   * What the model is told.
   *
   * @param namespace namespace of the pod
   * @param workload name of the Deployment, StatefulSet or ReplicaSet that owns it; its own name
   *     without one
   * @param pod name of the pod
   * @param readyPods ready pods of the workload, at least 1
   * @param nowMillis the cluster's time
   */
  record Context(String namespace, String workload, String pod, int readyPods, long nowMillis) {}

  /** What the pod uses now. */
  PodUse use(Context context);

  /** Every pod alike, however many there are. */
  static LoadModel perPod(double cpuMillis, long memoryBytes, double requestsPerSecond) {
    var use = new PodUse(cpuMillis / 1000, memoryBytes, requestsPerSecond);
    return context -> use;
  }

  /** CPU and requests of the whole workload, shared by its ready pods; memory of each pod. */
  static LoadModel shared(
      double totalCpuMillis, long memoryBytesPerPod, double totalRequestsPerSecond) {
    return context ->
        new PodUse(
            totalCpuMillis / 1000 / context.readyPods(),
            memoryBytesPerPod,
            totalRequestsPerSecond / context.readyPods());
  }
}
