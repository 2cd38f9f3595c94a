package dev.flyball.core.policy;

/** What a metric is held at. */
public sealed interface MetricTarget {
  /**
   * A share of the requests of the ready pods, averaged over them.
   *
   * @param percent percent of the request, at least 1; may be above 100
   */
  record Utilization(int percent) implements MetricTarget {
    public Utilization {
      requirePositive(percent);
    }
  }

  /**
   * A value per pod.
   *
   * @param milli milli-units, at least 1
   */
  record AverageValue(long milli) implements MetricTarget {
    public AverageValue {
      requirePositive(milli);
    }
  }

  /**
   * A value for the whole target; Object and External metrics only.
   *
   * @param milli milli-units, at least 1
   */
  record Value(long milli) implements MetricTarget {
    public Value {
      requirePositive(milli);
    }
  }

  private static void requirePositive(long value) {
    if (value <= 0) {
      throw new IllegalArgumentException("a target must be positive, not " + value);
    }
  }
}
