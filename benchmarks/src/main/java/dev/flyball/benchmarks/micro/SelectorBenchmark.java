package dev.flyball.benchmarks.micro;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import java.util.List;
import java.util.Map;
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

/** A selector against the labels of a pod that it selects, and of one that it does not. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SelectorBenchmark {
  /** Shapes of selectors. */
  public enum Shape {
    /** {@code app=imprun-server}. */
    ONE_LABEL,
    /** Three labels, as charts write them. */
    THREE_LABELS,
    /** A label, and an expression of each operator. */
    EXPRESSIONS
  }

  /** Which shape. */
  @Param public Shape shape = Shape.ONE_LABEL;

  private LabelSelector selector = new LabelSelector(Map.of(), List.of());
  private final Map<String, String> selected =
      Map.of(
          "app", "imprun-server",
          "app.kubernetes.io/instance", "blue",
          "pod-template-hash", "7d4b9c6f5",
          "tier", "web",
          "track", "stable");
  private final Map<String, String> other =
      Map.of("app", "imprun-worker", "pod-template-hash", "5f8c6d9b7", "tier", "batch");

  private static LabelSelector selector(Shape shape) {
    return switch (shape) {
      case ONE_LABEL -> new LabelSelector(Map.of("app", "imprun-server"), List.of());
      case THREE_LABELS ->
          new LabelSelector(
              Map.of("app", "imprun-server", "app.kubernetes.io/instance", "blue", "tier", "web"),
              List.of());
      case EXPRESSIONS ->
          new LabelSelector(
              Map.of("app", "imprun-server"),
              List.of(
                  new Requirement("tier", Operator.In, List.of("api", "web")),
                  new Requirement("track", Operator.NotIn, List.of("canary")),
                  new Requirement("pod-template-hash", Operator.Exists, List.of()),
                  new Requirement("job-name", Operator.DoesNotExist, List.of())));
    };
  }

  /** Makes the selector, and checks that the names of the benchmarks are true. */
  @Setup
  public void make() {
    selector = selector(shape);
    if (!hit() || miss()) {
      throw new IllegalStateException(shape + " selects wrongly");
    }
  }

  /** A pod that is selected. */
  @Benchmark
  public boolean hit() {
    return selector.matches(selected);
  }

  /** A pod that is not. */
  @Benchmark
  public boolean miss() {
    return selector.matches(other);
  }
}
