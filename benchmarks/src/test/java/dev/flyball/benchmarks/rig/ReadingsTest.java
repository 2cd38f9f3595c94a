package dev.flyball.benchmarks.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What the rigs read of the controller's process. */
class ReadingsTest {
  private static final String BEFORE =
      """
      # HELP flyball_decision_lateness_seconds How late.
      flyball_decision_lateness_seconds_bucket{le="0.01",} 100.0
      flyball_decision_lateness_seconds_bucket{le="0.1",} 100.0
      flyball_decision_lateness_seconds_bucket{le="+Inf",} 100.0
      jvm_memory_pool_allocated_bytes_total{pool="Eden Space",} 1000.0
      """;
  private static final String AFTER =
      """
      flyball_decision_lateness_seconds_bucket{le="0.01",} 190.0
      flyball_decision_lateness_seconds_bucket{le="0.1",} 200.0
      flyball_decision_lateness_seconds_bucket{le="+Inf",} 200.0
      jvm_memory_pool_allocated_bytes_total{pool="Eden Space",} 5000.0
      jvm_memory_pool_allocated_bytes_total{pool="Tenured Gen",} 2000.0
      flyball_policy_condition{namespace="a b",type="x",} 1.0
      """;

  @Test
  void latenessIsThatOfTheDecisionsBetweenTwoMoments() {
    Lateness lateness = OwnMetrics.parse(AFTER).latenessSince(OwnMetrics.parse(BEFORE));
    assertThat(lateness.decisions()).isEqualTo(100);
    assertThat(lateness.p50()).isCloseTo(0.01 * 50 / 90, within(1e-9));
    assertThat(lateness.p99()).isCloseTo(0.01 + 0.09 * 9 / 10, within(1e-9));
    assertThat(lateness.atMost()).isEqualTo(0.1);
  }

  @Test
  void countersGrowOverAllTheirLabels() {
    OwnMetrics after = OwnMetrics.parse(AFTER);
    assertThat(after.since(OwnMetrics.parse(BEFORE), "jvm_memory_pool_allocated_bytes_total"))
        .isEqualTo(6000);
    assertThat(after.values().keySet()).noneMatch(name -> name.startsWith("flyball_policy_"));
  }

  @Test
  void noDecisionsAreNeverLate() {
    OwnMetrics same = OwnMetrics.parse(BEFORE);
    assertThat(same.latenessSince(same)).isEqualTo(new Lateness(0, 0, 0, 0.01));
  }

  @Test
  void processesMayHaveAnyName() {
    ProcessStat stat =
        ProcessStat.parse(
            "42 (a (b) c) S 1 42 42 0 -1 4194560 9 0 0 0 250 50 0 0 20 0 31 0 9 9 9",
            List.of("Name:\ta", "VmHWM:\t  204800 kB", "VmRSS:\t  102400 kB", "Threads:\t31"));
    assertThat(stat).isEqualTo(new ProcessStat(3.0, 100, 200, 31));
  }

  @Test
  void pausesAreReadFromTheLogOfTheCollector() {
    GcLog log =
        GcLog.parse(
            """
            [0.004s][info][gc] Using Serial
            [2.10s][info][gc] GC(0) Pause Young (Allocation Failure) 12M->3M(30M) 4.500ms
            [3.20s][info][gc] GC(1) Pause Full (Metadata GC Threshold) 9M->3M(30M) 20.250ms
            """
                .lines());
    assertThat(log.pauses()).containsExactly(4.5, 20.25);
    assertThat(log.longest()).isEqualTo(20.25);
    assertThat(log.since(new GcLog(List.of(4.5))).total()).isEqualTo(20.25);
  }
}
