package dev.flyball.benchmarks.report;

import java.util.Arrays;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The table of a run of the reaction rig. */
public final class ReactionTable {
  private ReactionTable() {}

  /** First and last write, in seconds from the step. */
  public static String of(ResultFile file) {
    JsonNode results = file.results();
    Table table = new Table("seconds from the load step", "median", "best", "worst", "runs");
    add(table, "to the first write of the scale", results, "firstSeconds");
    add(table, "to the full new size", results, "fullSeconds");
    return table.toString();
  }

  private static void add(Table table, String name, JsonNode results, String field) {
    double[] values =
        StreamSupport.stream(results.path("runs").spliterator(), false)
            .mapToDouble(run -> run.path(field).asDouble())
            .map(value -> value < 0 ? Double.POSITIVE_INFINITY : value)
            .sorted()
            .toArray();
    if (values.length == 0) {
      return;
    }
    table.row(
        name,
        seconds(median(values)),
        seconds(values[0]),
        seconds(values[values.length - 1]),
        Integer.toString(values.length));
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1
        ? sorted[middle]
        : Arrays.stream(sorted, middle - 1, middle + 1).average().orElse(0);
  }

  private static String seconds(double value) {
    return Double.isInfinite(value) ? "never" : Table.number(value);
  }
}
