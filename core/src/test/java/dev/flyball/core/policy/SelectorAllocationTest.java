package dev.flyball.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Matching a selector allocates nothing, to the byte, once it is compiled. */
class SelectorAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int BATCHES = 60;
  private static final int BATCH = 5_000;

  private static final LabelSelector SELECTOR =
      new LabelSelector(
          Map.of("app", "web", "tier", "front"),
          List.of(
              new Requirement("track", Operator.NotIn, List.of("canary")),
              new Requirement("hash", Operator.Exists, List.of())));
  private static final Map<String, String> SELECTED =
      Map.of("app", "web", "tier", "front", "hash", "7d4b");
  private static final Map<String, String> OTHER = Map.of("app", "api", "hash", "5f8c");

  @Test
  void matchingAllocatesNothing() {
    long least = Long.MAX_VALUE;
    // Early batches include the interpreter's and the compilers' own doings.
    for (int batch = 0; batch < BATCHES; batch++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int hits = 0;
      for (int i = 0; i < BATCH; i++) {
        hits += SELECTOR.matches(SELECTED) ? 1 : 0;
        hits += SELECTOR.matches(OTHER) ? 1 : 0;
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      assertThat(hits).isEqualTo(BATCH);
    }
    assertThat(least).as("bytes of %d matches", 2 * BATCH).isZero();
  }
}
