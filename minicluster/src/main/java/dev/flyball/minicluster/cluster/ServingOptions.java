package dev.flyball.minicluster.cluster;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a serving pod answers: each request occupies one of its workers for the service time, and
 * that is its CPU use.
 *
 * @param serviceTime CPU time of one request
 * @param workers requests at once; more wait in line
 * @param memoryBytes what the process holds at rest
 * @param maxWait requests that would wait longer in line are answered 503
 */
public record ServingOptions(
    Duration serviceTime, int workers, long memoryBytes, Duration maxWait) {
  /**
   * Annotation of the pod template that makes its pods serve: the service time, such as {@code
   * 20ms}.
   */
  public static final String SERVICE_TIME = "minicluster.flyball.dev/service-time";

  /** Annotation of the pod template: number of workers, 1 by default. */
  public static final String WORKERS = "minicluster.flyball.dev/workers";

  /** Annotation of the pod template: memory at rest in MiB, 96 by default. */
  public static final String MEMORY_MIB = "minicluster.flyball.dev/memory-mib";

  public ServingOptions {
    if (serviceTime.isNegative() || workers < 1) {
      throw new IllegalArgumentException(
          "service time must not be negative and workers must be at least 1");
    }
  }

  /** A service time and workers, 96 MiB, and at most 5 s in line. */
  public static ServingOptions of(Duration serviceTime, int workers) {
    return new ServingOptions(serviceTime, workers, 96L << 20, Duration.ofSeconds(5));
  }

  /** What the annotations say; null when they ask for no server. */
  static @Nullable ServingOptions of(Map<String, String> annotations) {
    String time = annotations.get(SERVICE_TIME);
    if (time == null) {
      return null;
    }
    long mib = Long.parseLong(annotations.getOrDefault(MEMORY_MIB, "96"));
    int workers = Integer.parseInt(annotations.getOrDefault(WORKERS, "1"));
    return new ServingOptions(duration(time), workers, mib << 20, Duration.ofSeconds(5));
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + (text.endsWith("ms") ? millisAsSeconds(text) : text));
  }

  private static String millisAsSeconds(String text) {
    double millis = Double.parseDouble(text.substring(0, text.length() - 2));
    return java.math.BigDecimal.valueOf(millis).movePointLeft(3).toPlainString() + "s";
  }
}
