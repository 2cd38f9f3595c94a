package dev.flyball.metrics.source.promql;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The result of a query: a sample a series. Values that are no finite number are left out. Tables
 * by label are made when they are first asked for; owned by one context.
 */
public final class InstantVector {
  private final List<PromQlSample> samples;
  private final Map<String, Map<String, PromQlSample>> tables = new HashMap<>();

  /** A result with these samples. */
  public InstantVector(List<PromQlSample> samples) {
    this.samples = List.copyOf(samples);
  }

  /** All samples, in the server's order. */
  public List<PromQlSample> samples() {
    return samples;
  }

  /**
   * Samples by the value of a label; those without it are left out. The last one counts where
   * several have the same value, as in prometheus-adapter.
   */
  public Map<String, PromQlSample> by(String label) {
    return tables.computeIfAbsent(label, this::table);
  }

  private Map<String, PromQlSample> table(String label) {
    Map<String, PromQlSample> table = new HashMap<>();
    for (PromQlSample sample : samples) {
      String value = sample.label(label);
      if (!value.isEmpty()) {
        table.put(value, sample);
      }
    }
    return table;
  }
}
