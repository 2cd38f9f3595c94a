package dev.flyball.benchmarks.rig;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The controller's own metrics at one moment.
 *
 * @param values by name and labels as they stand in the text; those of single policies are left out
 */
record OwnMetrics(Map<String, Double> values) {
  private static final String LATENESS = "flyball_decision_lateness_seconds";

  OwnMetrics {
    values = Map.copyOf(values);
  }

  static OwnMetrics parse(String text) {
    Map<String, Double> values = new HashMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && !line.startsWith("flyball_policy_"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              values.put(line.substring(0, space), Double.parseDouble(line.substring(space + 1)));
            });
    return new OwnMetrics(values);
  }

  /** The sum over all label sets of a metric. */
  double sum(String name) {
    return values.entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  /** The growth of a counter since an earlier moment. */
  double since(OwnMetrics before, String name) {
    return sum(name) - before.sum(name);
  }

  /** How late decisions came since an earlier moment. */
  Lateness latenessSince(OwnMetrics before) {
    TreeMap<Double, Double> buckets = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          String prefix = LATENESS + "_bucket{le=\"";
          if (key.startsWith(prefix)) {
            String bound = key.substring(prefix.length(), key.indexOf('"', prefix.length()));
            buckets.put(
                bound.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(bound),
                value - before.values.getOrDefault(key, 0.0));
          }
        });
    return Lateness.of(buckets);
  }
}
