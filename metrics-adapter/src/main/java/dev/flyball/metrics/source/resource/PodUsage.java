package dev.flyball.metrics.source.resource;

/**
 * CPU and memory of one pod as metrics.k8s.io gives them. A view that is reused from pod to pod:
 * valid during {@link PodUsageVisitor#pod} only; the strings may be kept.
 */
public interface PodUsage {
  /** Stands for a value that is missing. */
  long MISSING = Long.MIN_VALUE;

  /** The pod's namespace. */
  String namespace();

  /** The pod's name. */
  String name();

  /** When the sample was taken, in epoch milliseconds. */
  long timestampMillis();

  /** Over how long the sample was taken, in milliseconds; 0 when the list does not say. */
  int windowMillis();

  /** The number of containers. */
  int containers();

  /** Name of a container. */
  String container(int index);

  /** CPU of a container in milli-cores, or {@link #MISSING}. */
  long cpuMilli(int index);

  /** Memory of a container in milli-bytes, or {@link #MISSING}. */
  long memoryMilli(int index);

  /**
   * CPU of all containers in milli-cores; {@link #MISSING} when one has none or there is none, as
   * the HPA has it.
   */
  default long cpuMilli() {
    long sum = 0;
    for (int i = 0; i < containers(); i++) {
      if (cpuMilli(i) == MISSING) {
        return MISSING;
      }
      sum += cpuMilli(i);
    }
    return containers() == 0 ? MISSING : sum;
  }

  /** Memory of all containers in milli-bytes; {@link #MISSING} as with {@link #cpuMilli()}. */
  default long memoryMilli() {
    long sum = 0;
    for (int i = 0; i < containers(); i++) {
      if (memoryMilli(i) == MISSING) {
        return MISSING;
      }
      sum += memoryMilli(i);
    }
    return containers() == 0 ? MISSING : sum;
  }
}
