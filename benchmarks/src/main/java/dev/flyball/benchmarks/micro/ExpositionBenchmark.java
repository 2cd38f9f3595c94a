package dev.flyball.benchmarks.micro;

import dev.flyball.metrics.exposition.ExpositionFormat;
import dev.flyball.metrics.exposition.ExpositionLimits;
import dev.flyball.metrics.exposition.ExpositionParser;
import dev.flyball.metrics.exposition.LabelMatcher;
import dev.flyball.metrics.exposition.Sample;
import dev.flyball.metrics.exposition.SampleVisitor;
import dev.flyball.metrics.exposition.WantedMetrics;
import dev.flyball.metrics.series.SampleBatch;
import java.util.List;
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

/** One page read in chunks as they come from a socket, its wanted samples into a batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExpositionBenchmark {
  private static final int CHUNK_BYTES = 16 * 1024;

  /** Which page. */
  @Param public ExpositionPage page = ExpositionPage.SMALL_10KB;

  /** In which of the two forms. */
  @Param public ExpositionFormat format = ExpositionFormat.TEXT;

  private final SampleBatch batch = new SampleBatch();
  private final ExpositionParser parser =
      new ExpositionParser(
          WantedMetrics.of(List.of(ExpositionPage.WANTED)),
          new Staging(batch),
          ExpositionLimits.DEFAULT);
  private byte[] bytes = {};

  /** What the scraper does with a sample. */
  private record Staging(SampleBatch batch) implements SampleVisitor {
    private static final LabelMatcher MATCHER = LabelMatcher.equal("method", "GET");

    @Override
    public void sample(Sample sample) {
      if (MATCHER.matches(sample)) {
        batch.add(sample.labelsHash(), sample.value());
      }
    }
  }

  /** Writes the page. */
  @Setup
  public void write() {
    bytes = page.bytes(format);
    int samples = parse();
    if (samples != page.wanted()) {
      throw new IllegalStateException(samples + " samples instead of " + page.wanted());
    }
  }

  /** Parses it. */
  @Benchmark
  public int parse() {
    batch.clear();
    parser.reset(format);
    for (int at = 0; at < bytes.length; at += CHUNK_BYTES) {
      parser.feed(bytes, at, Math.min(bytes.length, at + CHUNK_BYTES));
    }
    return parser.finish().malformed() == 0 ? batch.size() : -1;
  }
}
