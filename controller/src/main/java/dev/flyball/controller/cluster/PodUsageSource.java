package dev.flyball.controller.cluster;

import io.vertx.core.Future;
import java.util.List;

/** Gives CPU and memory of pods. Results arrive on the loop's context. */
public interface PodUsageSource {
  /** Stands for a value that is missing. */
  long MISSING = Long.MIN_VALUE;

  /**
   * Reads all pods of a namespace.
   *
   * @return fails with an {@link UnavailableException} when they cannot be read
   */
  Future<List<Sample>> read(String namespace);

  /** The source did not answer, or not with a list of pods. */
  final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says what is wrong with the source. */
    public UnavailableException(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * The usage of one pod.
   *
   * @param pod name of the pod
   * @param atMillis when the sample was taken, in epoch milliseconds
   * @param windowMillis over how long it was taken
   * @param cpuMilli milli-cores of all containers, or {@link #MISSING}
   * @param memoryMilli milli-bytes of all containers, or {@link #MISSING}
   * @param containers the same by container
   */
  record Sample(
      String pod,
      long atMillis,
      int windowMillis,
      long cpuMilli,
      long memoryMilli,
      ContainerUsage containers) {}

  /** Usage by container, in columns. Immutable. */
  final class ContainerUsage {
    private final String[] names;
    private final long[] cpu;
    private final long[] memory;

    ContainerUsage(String[] names, long[] cpu, long[] memory) {
      this.names = names;
      this.cpu = cpu;
      this.memory = memory;
    }

    /** A container's milli-cores or milli-bytes, or {@link #MISSING}. */
    public long milli(String resource, String container) {
      for (int i = 0; i < names.length; i++) {
        if (names[i].equals(container)) {
          return switch (resource) {
            case "cpu" -> cpu[i];
            case "memory" -> memory[i];
            default -> MISSING;
          };
        }
      }
      return MISSING;
    }
  }
}
