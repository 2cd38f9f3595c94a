package dev.flyball.controller.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** What to write instead of a name that is not known. */
final class FieldNames {
  /** Names that people bring along from older versions of the HPA, and where they went. */
  private static final Map<String, String> OLD =
      Map.of(
          "targetCPUUtilizationPercentage",
          "write a Resource metric of cpu with averageUtilization under metrics",
          "targetAverageUtilization",
          "write target: {type: Utilization, averageUtilization: …}",
          "targetAverageValue",
          "write target: {type: AverageValue, averageValue: …}",
          "targetValue",
          "write target: {type: Value, value: …}",
          "metricName",
          "write metric: {name: …}",
          "metricSelector",
          "write metric: {name: …, selector: …}",
          "<<",
          "write the fields out; merge keys are not read");

  private FieldNames() {}

  /** What to do about an unknown name where these are known. */
  static String remedy(String name, List<String> known) {
    String old = OLD.get(name);
    if (old != null) {
      return old;
    }
    String nearest = nearest(name, known);
    return nearest.isEmpty()
        ? "known here: " + String.join(", ", new TreeSet<>(known))
        : "did you mean " + nearest + "?";
  }

  /** The known name that was probably meant; empty where none is near. */
  static String nearest(String name, List<String> known) {
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < bestDistance && distance <= Math.max(1, candidate.length() / 3)) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Insertions, deletions and substitutions from one name to another, whatever their case. */
  private static int distance(String from, String to) {
    String a = from.toLowerCase(Locale.ROOT);
    String b = to.toLowerCase(Locale.ROOT);
    if (Math.abs(a.length() - b.length()) > b.length()) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[b.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
