package dev.flyball.core.decide;

import dev.flyball.core.decide.Scenario.Metric;
import dev.flyball.core.decide.Scenario.Pod;
import dev.flyball.core.decide.Scenario.Sample;
import dev.flyball.core.decide.Scenario.Step;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import dev.flyball.core.policy.ObjectReference;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.ScaleTargetRef;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.domains.DomainContextBase;

/** Generates scenarios: ordinary ones mostly, with every kind of trouble mixed in. */
class ScenarioDomain extends DomainContextBase {
  static final ScaleTargetRef TARGET = new ScaleTargetRef("apps/v1", "Deployment", "shop");
  static final PodRequests SMALL = requests(Map.of("cpu", 200L, "memory", 64_000_000L));
  private static final PodRequests LARGE = requests(Map.of("cpu", 2_000L, "memory", 512_000_000L));
  private static final PodRequests NO_CPU = requests(Map.of("memory", 64_000_000L));
  private static final int MOST_METRICS = 3;

  private static PodRequests requests(Map<String, Long> requests) {
    return PodRequests.of(List.of(new PodRequests.Container("app", requests)), Map.of());
  }

  @Provide
  Arbitrary<Scenario> scenarios() {
    return Combinators.combine(
            settings(),
            policies(),
            Arbitraries.integers().between(0, 25),
            steps().list().ofMinSize(1).ofMaxSize(25))
        .as(Scenario::new);
  }

  @Provide
  Arbitrary<AutoscalerSettings> settings() {
    return Combinators.combine(
            Arbitraries.of(0.1, 0.0, 0.05, 0.3), seconds(0, 600), seconds(0, 600), seconds(0, 120))
        .as(AutoscalerSettings::new);
  }

  private static Arbitrary<Duration> seconds(int from, int to) {
    return Arbitraries.integers().between(from, to).map(Duration::ofSeconds);
  }

  @Provide
  Arbitrary<Policy> policies() {
    Arbitrary<PolicyOptions> options =
        Arbitraries.frequency(
                Tuple.of(6, MetricSelectPolicy.Max), Tuple.of(1, MetricSelectPolicy.Min))
            .map(s -> PolicyOptions.builder().metricSelectPolicy(s).build());
    return Combinators.combine(
            Arbitraries.integers().between(0, 6),
            Arbitraries.integers().between(0, 20),
            metrics().list().ofMinSize(1).ofMaxSize(MOST_METRICS),
            behaviors().injectNull(0.2),
            options)
        .as(
            (min, span, metrics, behavior, o) ->
                new Policy(TARGET, min, Math.max(1, min + span), metrics, behavior, o));
  }

  private static Arbitrary<MetricSpec> metrics() {
    MetricIdentifier rps = MetricIdentifier.of("http_requests_per_second");
    ObjectReference ingress = new ObjectReference("networking.k8s.io/v1", "Ingress", "shop");
    Arbitrary<String> resource = Arbitraries.of("cpu", "memory");
    Arbitrary<Utilization> utilization = Arbitraries.of(50, 70, 80, 120).map(Utilization::new);
    Arbitrary<AverageValue> average = Arbitraries.of(1L, 7_000L, 100_000L).map(AverageValue::new);
    Arbitrary<MetricTarget> value = Arbitraries.of(10_000L, 333_000L).map(Value::new);
    Arbitrary<MetricTarget> perPod = Arbitraries.oneOf(utilization, average);
    Arbitrary<MetricTarget> total = Arbitraries.oneOf(value, average);
    return Arbitraries.oneOf(
        Combinators.combine(resource, perPod).as(MetricSpec.Resource::new),
        Combinators.combine(resource, perPod)
            .as((r, t) -> new MetricSpec.ContainerResource(r, "app", t)),
        average.map(t -> new MetricSpec.Pods(rps, t)),
        total.map(t -> new MetricSpec.ObjectMetric(rps, ingress, t)),
        total.map(t -> new MetricSpec.External(rps, t)));
  }

  @Provide
  Arbitrary<Behavior> behaviors() {
    Arbitrary<OptionalInt> up = Arbitraries.of(0, 15, 60, 300).map(OptionalInt::of);
    Arbitrary<OptionalInt> down =
        Arbitraries.of(-1, 0, 60, 300, 900)
            .map(s -> s < 0 ? OptionalInt.empty() : OptionalInt.of(s));
    return Combinators.combine(rules(up), rules(down)).as(Behavior::new);
  }

  private static Arbitrary<ScalingRules> rules(Arbitrary<OptionalInt> window) {
    return Combinators.combine(
            window,
            Arbitraries.frequency(
                Tuple.of(4, SelectPolicy.Max),
                Tuple.of(4, SelectPolicy.Min),
                Tuple.of(1, SelectPolicy.Disabled)),
            ratePolicies().list().ofMinSize(1).ofMaxSize(3),
            Arbitraries.of(-1.0, 0.0, 0.2)
                .map(t -> t < 0 ? OptionalDouble.empty() : OptionalDouble.of(t)))
        .as(ScalingRules::new);
  }

  private static Arbitrary<ScalingPolicy> ratePolicies() {
    return Combinators.combine(
            Arbitraries.of(ScalingPolicy.Type.class),
            Arbitraries.of(1, 2, 4, 10, 25, 50, 100, 150),
            Arbitraries.of(1, 15, 60, 300, 1800))
        .as(ScalingPolicy::new);
  }

  private static Arbitrary<Step> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(6, 15), Tuple.of(1, 0), Tuple.of(1, 1), Tuple.of(1, 61), Tuple.of(1, 400)),
            Arbitraries.integers().between(0, 30).optional(0.05),
            Arbitraries.frequency(Tuple.of(8, 0), Tuple.of(1, -2), Tuple.of(1, 3)),
            Arbitraries.frequencyOf(
                    Tuple.of(6, Arbitraries.just(Pod.READY)), Tuple.of(1, troubledPods()))
                .list()
                .ofMinSize(1)
                .ofMaxSize(6),
            readings().list().ofSize(MOST_METRICS))
        .as(
            (later, manual, lag, pods, metrics) ->
                new Step(
                    later,
                    manual.isPresent() ? OptionalInt.of(manual.get()) : OptionalInt.empty(),
                    lag,
                    pods,
                    metrics));
  }

  private static Arbitrary<Pod> troubledPods() {
    return Combinators.combine(
            Arbitraries.frequency(
                Tuple.of(4, PodPhase.Running),
                Tuple.of(3, PodPhase.Pending),
                Tuple.of(1, PodPhase.Succeeded),
                Tuple.of(1, PodPhase.Failed),
                Tuple.of(1, PodPhase.Unknown)),
            Arbitraries.frequency(Tuple.of(5, false), Tuple.of(1, true)),
            Arbitraries.integers().between(-1, 400),
            Arbitraries.of(Readiness.class),
            Arbitraries.integers().between(-1, 400),
            Arbitraries.frequency(Tuple.of(8, SMALL), Tuple.of(8, LARGE), Tuple.of(1, NO_CPU)))
        .as(Pod::new);
  }

  private static Arbitrary<Metric> readings() {
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(12, false), Tuple.of(1, true)),
            Arbitraries.frequency(Tuple.of(9, 0), Tuple.of(1, 2)),
            samples().list().ofMinSize(1).ofMaxSize(6))
        .as(Metric::new);
  }

  private static Arbitrary<Sample> samples() {
    return Combinators.combine(
            Arbitraries.frequency(Tuple.of(9, true), Tuple.of(1, false)),
            Arbitraries.frequencyOf(
                Tuple.of(2, Arbitraries.integers().between(80, 120)),
                Tuple.of(2, Arbitraries.integers().between(0, 400))),
            Arbitraries.integers().between(0, 90))
        .as(Sample::new);
  }
}
