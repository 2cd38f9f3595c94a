package dev.flyball.metrics.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpositionAllocationTest {
  private static final int ROUNDS = 20;

  private static final class TestingSum implements SampleVisitor {
    private final LabelMatcher matcher = LabelMatcher.equal("method", "GET");
    private double sum;
    private long hashes;

    @Override
    public void sample(Sample sample) {
      if (matcher.matches(sample)) {
        sum += sample.value();
        hashes += sample.labelsHash();
      }
    }
  }

  @Test
  void nothingIsAllocatedForSkippedLines() {
    TestingSum sum = new TestingSum();
    assertThat(allocated(TestingPages.realistic(1_000_000), sum)).isZero();
    assertThat(sum.sum).isPositive();
  }

  @Test
  void nothingIsAllocatedForWantedLinesWithUsualNumbers() {
    TestingSum sum = new TestingSum();
    assertThat(allocated(TestingPages.allWanted(5_000), sum)).isZero();
    assertThat(sum.hashes).isNotZero();
  }

  /**
   * The least of some rounds: what the JVM itself allocates on this thread now and then is not
   * ours.
   */
  private static long allocated(byte[] page, SampleVisitor visitor) {
    ExpositionParser parser =
        new ExpositionParser(
            WantedMetrics.of(List.of("http_requests_total")), visitor, ExpositionLimits.DEFAULT);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      parser.reset(ExpositionFormat.TEXT);
      long before = threads.getThreadAllocatedBytes(thread);
      for (int at = 0; at < page.length; at += 1448) {
        parser.feed(page, at, Math.min(page.length, at + 1448));
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
      assertThat(parser.finish().malformed()).isZero();
    }
    return least;
  }
}
