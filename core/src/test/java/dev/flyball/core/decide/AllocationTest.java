package dev.flyball.core.decide;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A decision in steady state allocates nothing, to the byte. */
class AllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int MOST_BATCHES = 2_000;
  private static final int BATCH = 200;

  /** A target whose load changes from step to step and never enough to move it. */
  private static final class SteadyTarget {
    private final PodColumns pods;
    private final PodSamples cpu;
    private final PodSamples memory;
    private final PodSamples rps;
    private final Observation observation;
    private final Policy policy;
    private final Autoscaler autoscaler = new Autoscaler(AutoscalerSettings.DEFAULT);
    private final History history = new History();
    private long now = TestingTarget.NOON;
    private int step;

    SteadyTarget(int count, boolean ownRequests) {
      pods = new PodColumns(count);
      PodRequests shared = requests();
      for (int i = 0; i < count; i++) {
        pods.add(
            new PodColumns.Row(
                "pod-" + i,
                PodPhase.Running,
                false,
                now - 900_000,
                Readiness.True,
                now - 890_000,
                ownRequests ? requests() : shared));
      }
      cpu = new PodSamples(count);
      memory = new PodSamples(count);
      rps = new PodSamples(count);
      observation = new Observation("shop", count, count, pods, List.of(cpu, memory, rps));
      policy =
          TestingTarget.policy(
              2,
              2_000,
              TestingTarget.articleBehavior(),
              TestingTarget.CPU,
              TestingTarget.MEMORY,
              TestingTarget.RPS);
    }

    private static PodRequests requests() {
      return PodRequests.of(
          List.of(
              new PodRequests.Container("app", Map.of("cpu", 900L, "memory", 900L)),
              new PodRequests.Container("proxy", Map.of("cpu", 100L, "memory", 100L))),
          Map.of());
    }

    /** Lets loads wander between 30 % below and 9 % above their targets, and decides. */
    int decide() {
      now += 15_000;
      step++;
      int count = pods.size();
      cpu.reset(count);
      memory.reset(count);
      rps.reset(count);
      for (int i = 0; i < count; i++) {
        int wave = (step * 7 + i) % 40;
        cpu.set(i, 500 + wave * 6 + step % 20, now - 5_000, 30_000);
        memory.set(i, 600 + wave * 3, now - 5_000, 30_000);
        rps.set(i, 70_000 + wave * 800L, now, 15_000);
      }
      return autoscaler.decide(policy, observation, history, now).desiredReplicas();
    }
  }

  @ParameterizedTest
  @CsvSource({"10, false", "100, false", "1000, false", "10, true", "100, true", "1000, true"})
  void aSteadyDecisionAllocatesNothing(int pods, boolean ownRequests) {
    SteadyTarget target = new SteadyTarget(pods, ownRequests);
    long least = Long.MAX_VALUE;
    // Early batches include the interpreter's and the compilers' own doings; on a busy machine they
    // take their time.
    for (int batch = 0; batch < MOST_BATCHES && least > 0; batch++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int moved = 0;
      for (int i = 0; i < BATCH; i++) {
        moved += target.decide() == pods ? 0 : 1;
      }
      least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      assertThat(moved).as("the target stays").isZero();
    }
    assertThat(least).as("bytes of %d decisions", BATCH).isZero();
  }
}
