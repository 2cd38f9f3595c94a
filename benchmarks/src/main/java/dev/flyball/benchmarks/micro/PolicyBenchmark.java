package dev.flyball.benchmarks.micro;

import dev.flyball.controller.config.Origin;
import dev.flyball.controller.config.Parsed;
import dev.flyball.controller.config.PolicyReader;
import dev.flyball.core.policy.Policy;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Reading policies, as is done when their text changes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PolicyBenchmark {
  private static final Origin ORIGIN = Origin.file("policy.yaml");

  private static final String SPEC =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: imprun-server}
      minReplicas: 2
      maxReplicas: 6
      metrics:
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
      - type: Resource
        resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}
      - type: Pods
        pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, averageValue: "100"}}
      behavior:
        scaleUp:
          stabilizationWindowSeconds: 60
          selectPolicy: Min
          policies:
          - {type: Percent, value: 50, periodSeconds: 60}
          - {type: Pods, value: 2, periodSeconds: 60}
        scaleDown:
          stabilizationWindowSeconds: 300
          policies:
          - {type: Percent, value: 25, periodSeconds: 60}
      """;

  private final String object =
      "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
          + "metadata: {name: imprun-server, namespace: imprun-system}\nspec:\n"
          + SPEC.indent(2);
  private final String broken = SPEC.replace("maxReplicas: 6", "maxReplicas: many");

  /** Checks that the names of the benchmarks are true. */
  @Setup
  public void check() {
    if (!(spec() instanceof Parsed.Valid)
        || !(pasted() instanceof Parsed.Valid)
        || !(refused() instanceof Parsed.Invalid)) {
      throw new IllegalStateException("a policy is not read as expected");
    }
  }

  /** The bare spec. */
  @Benchmark
  public Parsed<Policy> spec() {
    return PolicyReader.read(SPEC, ORIGIN);
  }

  /** A whole HorizontalPodAutoscaler. */
  @Benchmark
  public Parsed<Policy> pasted() {
    return PolicyReader.read(object, ORIGIN);
  }

  /** A spec that is refused. */
  @Benchmark
  public Parsed<Policy> refused() {
    return PolicyReader.read(broken, ORIGIN);
  }
}
