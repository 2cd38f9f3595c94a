package dev.flyball.benchmarks.report;

import tools.jackson.databind.JsonNode;

/** The table of a run of the rig of the metrics APIs. */
public final class ApiTable {
  private ApiTable() {}

  /** Requests a second and percentiles by kind and connections, and what is held for it. */
  public static String of(ResultFile file) {
    JsonNode results = file.results();
    Table table =
        new Table(
            "metric",
            "connections",
            "requests/s",
            "p50 ms",
            "p90 ms",
            "p99 ms",
            "max ms",
            "not 200");
    for (JsonNode load : results.path("loads")) {
      table.row(
          load.path("kind").asString(""),
          load.path("connections").asString(""),
          Table.number(load.path("requestsPerSecond").asDouble()),
          Table.number(load.path("p50Millis").asDouble()),
          Table.number(load.path("p90Millis").asDouble()),
          Table.number(load.path("p99Millis").asDouble()),
          Table.number(load.path("maxMillis").asDouble()),
          load.path("refused").asString(""));
    }
    return table
        + "\n"
        + results.path("series").asInt()
        + " series of pods of "
        + results.path("workloads").asInt()
        + " workloads held, "
        + Table.number(results.path("bytesPerSeries").asDouble())
        + " bytes each in the store; the process has "
        + Table.number(results.path("rssMebibytes").asDouble())
        + " MiB resident.\n";
  }
}
