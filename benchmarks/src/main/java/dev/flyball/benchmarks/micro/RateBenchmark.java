package dev.flyball.benchmarks.micro;

import dev.flyball.core.observe.PodSamples;
import dev.flyball.metrics.series.SampleBatch;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesSpec;
import dev.flyball.metrics.series.SeriesStore;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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

/** The rates of a counter at 1,000 pods, scraped every 5 s: one benchmarked call does all pods. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RateBenchmark {
  private static final String SERIES = "http_requests_per_second";
  private static final int PODS = 1_000;
  private static final int INTERVAL = 5_000;
  private static final long START = 1_750_000_000_000L;

  /** The window in seconds: the usual one, and one like those of Prometheus. */
  @Param({"15", "300"})
  public int window;

  private final SeriesStore store = new SeriesStore();
  private final SeriesRow[] rows = new SeriesRow[PODS];
  private final String[] names = new String[PODS];
  private final SampleBatch batch = new SampleBatch();
  private final PodSamples samples = new PodSamples(PODS).reset(PODS);
  private long now = START;

  /** Fills the window. */
  @Setup
  public void fill() {
    store.define(SeriesSpec.of(SERIES, SeriesKind.COUNTER, window * 1_000L, INTERVAL));
    for (int i = 0; i < PODS; i++) {
      names[i] = "imprun-server-" + i;
      rows[i] = Objects.requireNonNull(store.row(SERIES, "imprun-system", names[i]));
    }
    for (int i = 0; i <= window * 1_000 / INTERVAL; i++) {
      record();
    }
    if (read() != PODS) {
      throw new IllegalStateException("not every pod has a rate");
    }
  }

  /** Takes in one sample of each pod. */
  @Benchmark
  public long record() {
    now += INTERVAL;
    long taken = 0;
    for (int i = 0; i < PODS; i++) {
      batch.clear();
      batch.add(7, (double) (now - START) * (1 + i % 7));
      taken += rows[i].record(batch, now) ? 1 : 0;
    }
    return taken;
  }

  /** Reads the rates into the samples of a decision. */
  @Benchmark
  public int read() {
    int present = 0;
    for (int i = 0; i < PODS; i++) {
      present += rows[i].readInto(samples, i, now) ? 1 : 0;
    }
    return present;
  }

  /** Finds the rows by name, as is done once a pod. */
  @Benchmark
  public int lookUp() {
    int found = 0;
    for (int i = 0; i < PODS; i++) {
      found += store.row(SERIES, "imprun-system", names[i]) == rows[i] ? 1 : 0;
    }
    return found;
  }
}
