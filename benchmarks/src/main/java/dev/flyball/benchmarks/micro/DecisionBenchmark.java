package dev.flyball.benchmarks.micro;

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

/**
 * One decision of three metrics under the policy in the README, with a full 5-minute window of
 * recommendations behind it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DecisionBenchmark {
  /** Pods of the target. */
  @Param({"10", "100", "1000"})
  public int pods;

  /** What its metrics look like. */
  @Param public MetricsKind kind = MetricsKind.STEADY;

  private DecisionWorkload workload = new DecisionWorkload(1, MetricsKind.STEADY);

  /** Fills the window. */
  @Setup
  public void fill() {
    workload = new DecisionWorkload(pods, kind);
    workload.fillWindow();
  }

  /** Decides on the next of a ring of observations. */
  @Benchmark
  public int decide() {
    return workload.decide();
  }
}
