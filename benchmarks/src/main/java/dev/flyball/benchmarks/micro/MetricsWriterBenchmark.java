package dev.flyball.benchmarks.micro;

import dev.flyball.core.policy.LabelSelectorText;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.wire.ByteSink;
import dev.flyball.metrics.api.wire.MetricsJson;
import dev.flyball.metrics.api.wire.MetricsProtobuf;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Writing the answer to a query for external metrics, and reading the selector of the query. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MetricsWriterBenchmark {
  private static final String METRIC = "http_requests_per_second";
  private static final long AT = 1_767_323_045_000L;

  /** Series in the answer. */
  @Param({"1", "100", "1000"})
  public int series;

  private final ByteSink sink = new ByteSink();
  private List<ExternalValue> values = List.of();

  /** Makes the values. */
  @Setup
  public void make() {
    values =
        IntStream.range(0, series)
            .mapToObj(
                i ->
                    new ExternalValue(
                        Map.of("workload", "web-" + i, "kind", "Deployment"),
                        41_123 + i,
                        AT,
                        15_000))
            .toList();
  }

  /** The answer in JSON. */
  @Benchmark
  public int json() {
    sink.clear();
    MetricsJson.external(sink, METRIC, values);
    return sink.length();
  }

  /** The answer in protobuf. */
  @Benchmark
  public int protobuf() {
    sink.clear();
    MetricsProtobuf.external(sink, METRIC, values);
    return sink.length();
  }

  /** The selector that the HPA controller sends for a workload. */
  @Benchmark
  public LabelSelectorText.Result selector() {
    return LabelSelectorText.parse("kind in (Deployment,StatefulSet),workload=web");
  }
}
