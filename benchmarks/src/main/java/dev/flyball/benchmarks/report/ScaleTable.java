package dev.flyball.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The tables of a run of the scale rig: a column a number of policies. */
public final class ScaleTable {
  private static final String WATCH = "watch ";

  private ScaleTable() {}

  /** What it costs and how soon it acts, then its requests. */
  public static String of(ResultFile file) {
    List<JsonNode> results = new ArrayList<>();
    file.results().forEach(results::add);
    return costs(results) + "\n" + requests(results);
  }

  private static Table table(String corner, List<JsonNode> results) {
    List<String> header = new ArrayList<>(List.of(corner));
    for (JsonNode r : results) {
      header.add(
          "%,d policies, %,d pods".formatted(r.path("policies").asInt(), r.path("pods").asInt()));
    }
    return new Table(header.toArray(String[]::new));
  }

  private static String costs(List<JsonNode> results) {
    Table table = table("one process, a period of " + period(results), results);
    row(table, results, "JVM options", r -> r.path("javaOptions").asString(""));
    numbers(table, results, "ready after start, s", "/readySeconds");
    numbers(table, results, "CPU seconds until then", "/readyCpuSeconds");
    numbers(table, results, "CPU seconds a cycle", "/steady/cpuSecondsPerCycle");
    numbers(table, results, "CPU seconds a second", "/steady/cpuSecondsPerSecond");
    row(
        table,
        results,
        "evaluations",
        r -> "%,d".formatted(r.at("/steady/lateness/decisions").asLong()));
    millis(table, results, "late, median, ms", "/steady/lateness/p50");
    millis(table, results, "late, p99, ms", "/steady/lateness/p99");
    millis(table, results, "late, at most, ms", "/steady/lateness/atMost");
    numbers(table, results, "RSS in the steady state, MiB", "/steady/rssMib");
    numbers(table, results, "RSS at its peak, MiB", "/process/rssPeakMib");
    numbers(table, results, "allocated, MiB/s", "/steady/allocatedMibPerSecond");
    row(
        table,
        results,
        "GC pauses, longest, ms",
        r ->
            r.at("/steady/gcPauses").asInt()
                + ", "
                + Table.number(r.at("/steady/gcLongestMillis").asDouble()));
    row(table, results, "threads", r -> r.at("/process/threads").asString(""));
    row(table, results, "load step", r -> "x " + r.at("/step/factor").asDouble());
    numbers(table, results, "50 % of scales written after, s", "/step/half");
    numbers(table, results, "95 %, s", "/step/most");
    numbers(table, results, "100 %, s", "/step/all");
    millis(table, results, "late meanwhile, at most, ms", "/step/lateness/atMost");
    return table.toString();
  }

  private static String period(List<JsonNode> results) {
    return results.isEmpty()
        ? "?"
        : Table.number(results.getFirst().path("periodSeconds").asDouble()) + " s";
  }

  private static String requests(List<JsonNode> results) {
    Table table = table("requests to the API server a cycle", results);
    TreeSet<String> names = new TreeSet<>();
    for (JsonNode result : results) {
      names.addAll(result.at("/steady/requests").propertyNames());
    }
    for (String name : names) {
      row(table, results, name, r -> request(r.at("/steady/requests").path(name), name));
    }
    return table.toString();
  }

  private static String request(JsonNode request, String name) {
    if (request.isMissingNode()) {
      return "0";
    }
    double bytes = request.path("bytesSent").asDouble() + request.path("bytesReceived").asDouble();
    return Table.number(request.path("count").asDouble())
        + (name.startsWith(WATCH) ? "" : " (" + Table.number(bytes / 1000) + " kB)");
  }

  private static void numbers(Table table, List<JsonNode> results, String name, String pointer) {
    row(table, results, name, r -> bounded(r.at(pointer), 1));
  }

  private static void millis(Table table, List<JsonNode> results, String name, String pointer) {
    row(table, results, name, r -> bounded(r.at(pointer), 1000));
  }

  private static String bounded(JsonNode value, int factor) {
    double number = value.isString() ? Double.POSITIVE_INFINITY : value.asDouble(-1);
    if (Double.isInfinite(number)) {
      return "more than the last bucket";
    }
    return number < 0 ? "never" : Table.number(number * factor);
  }

  private static void row(
      Table table, List<JsonNode> results, String name, Function<JsonNode, String> cell) {
    List<String> cells = new ArrayList<>(List.of(name));
    results.forEach(result -> cells.add(cell.apply(result)));
    table.row(cells);
  }
}
