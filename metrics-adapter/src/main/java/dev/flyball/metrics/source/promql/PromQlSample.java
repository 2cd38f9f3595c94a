package dev.flyball.metrics.source.promql;

import java.util.Map;

/**
 * A sample of a result.
 *
 * @param labels labels of its series, the name among them where the result has it
 * @param value its value, finite
 * @param atMillis its time, in epoch milliseconds
 */
public record PromQlSample(Map<String, String> labels, double value, long atMillis) {
  public PromQlSample {
    labels = Map.copyOf(labels);
  }

  /** The value in milli-units, rounded to the nearest. */
  public long milli() {
    return Math.round(value * 1000);
  }

  /** The value of a label; empty without it, which PromQL takes for the same. */
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
