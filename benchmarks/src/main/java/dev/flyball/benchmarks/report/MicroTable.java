package dev.flyball.benchmarks.report;

import dev.flyball.benchmarks.micro.ExpositionPage;
import dev.flyball.benchmarks.micro.PodUsageBenchmark;
import dev.flyball.metrics.exposition.ExpositionFormat;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** The table of a JMH run. */
public final class MicroTable {
  private MicroTable() {}

  /** One row a benchmark and set of parameters. */
  public static String of(ResultFile file) {
    Table table = new Table("benchmark", "time", "± (99.9 %)", "MB/s", "B/op");
    for (JsonNode result : file.results()) {
      JsonNode metric = result.path("primaryMetric");
      String unit =
          metric.path("scoreUnit").asString("").replace("us/op", "µs").replace("ns/op", "ns");
      double score = metric.path("score").asDouble();
      double error = metric.path("scoreError").asDouble(Double.NaN);
      table.row(
          name(result),
          Table.number(score) + " " + unit,
          Double.isNaN(error) ? "" : Table.number(error),
          throughput(result, score),
          allocated(result));
    }
    return table.toString();
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
