package dev.flyball.benchmarks.report;

import dev.flyball.benchmarks.micro.ExpositionPage;
import dev.flyball.benchmarks.micro.PodUsageBenchmark;
import dev.flyball.metrics.exposition.ExpositionFormat;
import java.util.StringJoiner;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The table of a JMH run. */
public final class MicroTable {
  private MicroTable() {}

  /** One row a benchmark and set of parameters. */
  public static String of(ResultFile file) {
    Table table = new Table("benchmark", "median", "best", "worst", "MB/s", "B/op");
    for (JsonNode result : file.results()) {
      JsonNode metric = result.path("primaryMetric");
      String unit =
          metric.path("scoreUnit").asString("").replace("us/op", "µs").replace("ns/op", "ns");
      double[] times = times(metric.path("rawData"));
      double median = Medians.of(times);
      table.row(
          name(result),
          Table.number(median) + " " + unit,
          Table.number(times[0]),
          Table.number(times[times.length - 1]),
          throughput(result, median),
          allocated(result));
    }
    return table.toString();
  }

  /** The times of all iterations of all forks, in order; all of them at least one. */
  private static double[] times(JsonNode forks) {
    return StreamSupport.stream(forks.spliterator(), false)
        .flatMap(fork -> StreamSupport.stream(fork.spliterator(), false))
        .mapToDouble(JsonNode::asDouble)
        .sorted()
        .toArray();
  }

  private static String name(JsonNode result) {
    String[] parts = result.path("benchmark").asString("").split("\\.", -1);
    String type = parts[parts.length - 2].replace("Benchmark", "");
    StringJoiner parameters = new StringJoiner(", ", " (", ")").setEmptyValue("");
    result
        .path("params")
        .properties()
        .forEach(p -> parameters.add(p.getKey() + " " + p.getValue().asString("")));
    return type + "." + parts[parts.length - 1] + parameters;
  }

  /** Bytes read a time: bytes a microsecond are MB a second. */
  private static String throughput(JsonNode result, double micros) {
    String name = result.path("benchmark").asString("");
    JsonNode parameters = result.path("params");
    if (name.contains(".ExpositionBenchmark.")) {
      ExpositionPage page = ExpositionPage.valueOf(parameters.path("page").asString());
      ExpositionFormat format = ExpositionFormat.valueOf(parameters.path("format").asString());
      return Table.number(page.bytes(format).length / micros);
    }
    if (name.contains(".PodUsageBenchmark.")) {
      int pods = Integer.parseInt(parameters.path("pods").asString());
      return Table.number(PodUsageBenchmark.list(pods).length / micros);
    }
    return "";
  }

  /** What JMH measures below a byte an operation are the doings of the JVM, spread over all. */
  private static String allocated(JsonNode result) {
    double bytes =
        result.path("secondaryMetrics").path("gc.alloc.rate.norm").path("score").asDouble(0);
    return bytes < 1 ? "0" : Table.number(bytes);
  }
}
