package dev.flyball.core.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each pod requests 1,000 milli-units; the tolerance is 0.1 both ways. */
class ReplicaCalculatorTest {
  private static final long NOW = 10_000_000;
  private static final PodRequests REQUESTS = requests(Map.of("cpu", 1_000L, "memory", 1_000L));
  private static final MetricSpec CPU = resource("cpu", new MetricTarget.Utilization(50));
  private static final MetricSpec MEMORY = resource("memory", new MetricTarget.Utilization(50));
  private static final MetricSpec CPU_150 = resource("cpu", new MetricTarget.Utilization(150));
  private static final MetricSpec CPU_USAGE = resource("cpu", new MetricTarget.AverageValue(100));
  private static final MetricSpec RPS =
      new MetricSpec.Pods(MetricIdentifier.of("rps"), new MetricTarget.AverageValue(100));
  private static final MetricSpec QUEUE =
      new MetricSpec.External(MetricIdentifier.of("queue"), new MetricTarget.Value(100));
  private static final MetricSpec QUEUE_PER_POD =
      new MetricSpec.External(MetricIdentifier.of("queue"), new MetricTarget.AverageValue(100));

  /** A pod and its sample; a negative one is missing. */
  record Pod(PodPhase phase, boolean deleted, Readiness ready, long startedAgo, long milli) {
    PodColumns.Row row(int number) {
      return new PodColumns.Row(
          "pod-" + number, phase, deleted, NOW - startedAgo, ready, NOW - startedAgo, REQUESTS);
    }
  }

  private static Pod ready(long milli) {
    return new Pod(PodPhase.Running, false, Readiness.True, 900_000, milli);
  }

  private static Pod missing() {
    return ready(-1);
  }

  private static Pod pending() {
    return new Pod(PodPhase.Pending, false, Readiness.Absent, 0, -1);
  }

  /** Running for a minute and not ready yet, so its CPU says nothing about load. */
  private static Pod starting(long milli) {
    return new Pod(PodPhase.Running, false, Readiness.False, 60_000, milli);
  }

  private static Pod deleted(long milli) {
    return new Pod(PodPhase.Running, true, Readiness.True, 900_000, milli);
  }

  private static Pod failed(long milli) {
    return new Pod(PodPhase.Failed, false, Readiness.False, 900_000, milli);
  }

  private static PodRequests requests(Map<String, Long> milli) {
    return new PodRequests(List.of(new PodRequests.Container("app", milli)), null);
  }

  private static MetricSpec resource(String name, MetricTarget target) {
    return new MetricSpec.Resource(name, target);
  }

  private static List<Pod> pods(int count, Pod pod, Pod... more) {
    List<Pod> pods = new java.util.ArrayList<>(Collections.nCopies(count, pod));
    pods.addAll(Arrays.asList(more));
    return pods;
  }

  static Stream<Arguments> padding() {
    return Stream.of(
        argumentSet("on target", CPU, 3, pods(3, ready(500)), 3),
        argumentSet("90 % of 50 %", CPU, 3, pods(3, ready(900)), 6),
        argumentSet("20 % of 50 %", CPU, 3, pods(3, ready(200)), 2),
        argumentSet("55.9 % is 55 %, just within tolerance", CPU, 3, pods(3, ready(559)), 3),
        argumentSet("56 % is beyond it", CPU, 3, pods(3, ready(560)), 4),
        argumentSet("45 % is just within it", CPU, 10, pods(10, ready(450)), 10),
        argumentSet("missing counts in full downwards", CPU, 3, pods(2, ready(200), missing()), 3),
        argumentSet(
            "and at the target where that is more", CPU_150, 3, pods(2, ready(200), missing()), 2),
        argumentSet("missing counts as 0 upwards", CPU, 3, pods(2, ready(900), missing()), 4),
        argumentSet("missing on target changes nothing", CPU, 3, pods(2, ready(500), missing()), 3),
        argumentSet(
            "padding that turns up into down keeps",
            CPU,
            3,
            pods(1, ready(600), missing(), missing()),
            3),
        argumentSet(
            "padding that turns down into up keeps",
            CPU,
            3,
            pods(1, ready(400), missing(), missing()),
            3),
        argumentSet(
            "fewer pods than replicas never scale down for more load",
            CPU,
            10,
            pods(2, ready(900), missing()),
            10),
        argumentSet(
            "more pods than replicas never scale up for less load",
            CPU,
            2,
            pods(7, ready(300), missing()),
            2),
        argumentSet("pending counts as 0 upwards", CPU, 3, pods(2, ready(900), pending()), 4),
        argumentSet("pending does not count downwards", CPU, 3, pods(2, ready(200), pending()), 1),
        argumentSet(
            "cpu of a starting pod is not used", CPU, 3, pods(2, ready(900), starting(3000)), 4),
        argumentSet(
            "memory of a starting pod is", MEMORY, 3, pods(2, ready(900), starting(3000)), 10),
        argumentSet(
            "deleted and failed pods are ignored",
            CPU,
            4,
            pods(2, ready(900), deleted(9000), failed(9000)),
            4),
        argumentSet("average up", RPS, 3, pods(3, ready(150)), 5),
        argumentSet("average within tolerance", RPS, 3, pods(3, ready(109)), 3),
        argumentSet("average, missing at target", RPS, 3, pods(2, ready(20), missing()), 2),
        argumentSet("average, missing at 0 upwards", RPS, 3, pods(2, ready(300), missing()), 6),
        argumentSet("average, pending at 0 upwards", RPS, 3, pods(2, ready(300), pending()), 6),
        argumentSet("average of a resource", CPU_USAGE, 2, pods(2, ready(250)), 5),
        argumentSet("no load at all", RPS, 3, pods(3, ready(0)), 0),
        argumentSet(
            "so much that it overflows",
            RPS,
            1,
            pods(1, ready(Long.MAX_VALUE)),
            Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("padding")
  void asksFor(MetricSpec spec, int current, List<Pod> pods, int replicas) {
    MetricRecommendation result = calculate(spec, observation(current, pods), samples(pods));
    assertThat(result.failure()).isNull();
    assertThat(result.replicas()).isEqualTo(replicas);
  }

  @Test
  void countsPodsByWhatTheirSamplesAreWorth() {
    List<Pod> pods =
        List.of(ready(900), ready(900), pending(), starting(1), missing(), deleted(1), failed(1));
    MetricRecommendation result = calculate(CPU, observation(5, pods), samples(pods));
    assertThat(result.readyPods()).isEqualTo(2);
    assertThat(result.unreadyPods()).isEqualTo(2);
    assertThat(result.missingPods()).isEqualTo(1);
    assertThat(result.ignoredPods()).isEqualTo(2);
    assertThat(result.utilizationPercent()).as("of the ready pods alone").isEqualTo(90);
    assertThat(result.usageMilli()).isEqualTo(900);
    assertThat(result.ratio()).as("1,800 of 5,000, over 50 %").isEqualTo(36.0 / 50);
  }

  static Stream<Arguments> totals() {
    return Stream.of(
        argumentSet("value: ratio times ready pods", QUEUE, 2, 2, values(250), 5),
        argumentSet("value: within tolerance keeps the spec's", QUEUE, 7, 2, values(105), 7),
        argumentSet("value: series are summed", QUEUE, 2, 2, values(100, 100, 50), 5),
        argumentSet("value: nothing queued", QUEUE, 2, 2, values(0), 0),
        argumentSet("value: a spec of 0 takes the ratio", QUEUE, 0, 0, values(250), 3),
        argumentSet(
            "value: a sum beyond the range is capped",
            QUEUE,
            2,
            2,
            values(Long.MAX_VALUE, Long.MAX_VALUE),
            Integer.MAX_VALUE),
        argumentSet("per pod: rounded up", QUEUE_PER_POD, 2, 2, values(401), 5),
        argumentSet(
            "per pod: within tolerance keeps what is there", QUEUE_PER_POD, 7, 4, values(401), 4),
        argumentSet("per pod: nothing there yet", QUEUE_PER_POD, 2, 0, values(150), 2),
        argumentSet(
            "per pod: a negative sum counts as an overflow",
            QUEUE_PER_POD,
            2,
            2,
            values(-1),
            Integer.MAX_VALUE));
  }

  @ParameterizedTest
  @MethodSource("totals")
  void asksForByTotal(MetricSpec spec, int current, int pods, Reading values, int replicas) {
    Observation observation = observation(current, Collections.nCopies(pods, ready(0)));
    MetricRecommendation result = calculate(spec, observation, values);
    assertThat(result.failure()).isNull();
    assertThat(result.replicas()).isEqualTo(replicas);
  }

  @Test
  void countsReadyPodsOnlyForAValue() {
    Observation observation = observation(3, List.of(ready(0), starting(0), pending()));
    assertThat(calculate(QUEUE, observation, values(250)).replicas()).isEqualTo(3);
  }

  @Test
  void samplesOfUnknownPodsCountInAverages() {
    PodSamples samples = samples(pods(2, ready(150)));
    samples.addUnmatched(0);
    MetricRecommendation result = calculate(RPS, observation(2, pods(2, ready(150))), samples);
    assertThat(result.usageMilli()).isEqualTo(100);
    assertThat(result.withinTolerance()).isTrue();
  }

  static Stream<Arguments> failures() {
    PodSamples unmatched = new PodSamples(1).reset(1);
    unmatched.addUnmatched(5);
    return Stream.of(
        argumentSet("no pods", CPU, List.of(), samples(List.of()), FailureText.NO_PODS),
        argumentSet(
            "no pods for a value",
            QUEUE,
            List.of(),
            values(250),
            "unable to calculate ready pods: " + FailureText.NO_PODS),
        argumentSet(
            "no samples",
            CPU,
            pods(1, missing()),
            samples(pods(1, missing())),
            FailureText.NO_USABLE_SAMPLES),
        argumentSet(
            "samples of starting pods alone",
            CPU,
            pods(1, starting(9)),
            samples(pods(1, starting(9))),
            FailureText.NO_USABLE_SAMPLES),
        argumentSet(
            "samples of unknown pods alone",
            CPU,
            pods(1, missing()),
            unmatched,
            FailureText.NO_KNOWN_PODS),
        argumentSet(
            "not read",
            CPU,
            pods(1, ready(1)),
            new Reading.Missing("down"),
            "unable to get metrics for resource cpu: down"),
        argumentSet(
            "not read, of pods",
            RPS,
            pods(1, ready(1)),
            new Reading.Missing("down"),
            "unable to get metric rps: down"),
        argumentSet(
            "not read, external",
            QUEUE,
            pods(1, ready(1)),
            new Reading.Missing("down"),
            "unable to get external metric shop/queue/nil: down"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void failsWith(MetricSpec spec, List<Pod> pods, Reading reading, String failure) {
    MetricRecommendation result = calculate(spec, observation(2, pods), reading);
    assertThat(result.failure()).isEqualTo(failure);
    assertThat(result.replicas()).isZero();
    assertThat(result.readyPods()).isZero();
  }

  static Stream<Arguments> missingRequests() {
    PodRequests.Container app = new PodRequests.Container("app", Map.of("cpu", 1_000L));
    PodRequests.Container bare = new PodRequests.Container("bare", Map.of());
    PodRequests.Container sidecar = new PodRequests.Container("proxy", Map.of("memory", 1L));
    MetricSpec ofBare = container("bare");
    return Stream.of(
        argumentSet(
            "of a container",
            CPU,
            PodRequests.of(List.of(app, bare), Map.of()),
            "missing request for cpu in container bare of Pod pod-0"),
        argumentSet(
            "of a sidecar",
            CPU,
            PodRequests.of(List.of(app, sidecar), Map.of()),
            "missing request for cpu in container proxy of Pod pod-0"),
        argumentSet(
            "of the one container asked for",
            ofBare,
            PodRequests.of(List.of(app, bare), Map.of("cpu", 2_000L)),
            "missing request for cpu in container bare of Pod pod-0"),
        argumentSet(
            "of the pod level and all containers",
            CPU,
            PodRequests.of(List.of(bare), Map.of("memory", 1L)),
            "missing pod-level request for cpu in Pod pod-0"),
        argumentSet(
            "of a container that is not there",
            container("other"),
            PodRequests.of(List.of(app), Map.of()),
            "container other not found in Pod pod-0"));
  }

  private static MetricSpec container(String name) {
    return new MetricSpec.ContainerResource("cpu", name, new MetricTarget.Utilization(50));
  }

  @ParameterizedTest
  @MethodSource("missingRequests")
  void namesTheRequestThatIsMissing(MetricSpec spec, PodRequests requests, String failure) {
    PodColumns pods = new PodColumns(1);
    pods.add(new PodColumns.Row("pod-0", PodPhase.Running, false, 0, Readiness.True, 0, requests));
    Observation observation = new Observation("shop", 1, 1, pods, List.of());
    MetricRecommendation result = calculate(spec, observation, samples(pods(1, ready(5))));
    assertThat(result.failure()).isEqualTo(failure);
  }

  @Test
  void podLevelRequestsGoBeforeThoseOfContainers() {
    PodRequests.Container app = new PodRequests.Container("app", Map.of("cpu", 1_000L));
    PodRequests.Container proxy = new PodRequests.Container("proxy", Map.of("memory", 300L));
    PodRequests requests = PodRequests.of(List.of(app, proxy), Map.of("cpu", 4_000L));
    assertThat(requests.ofPod("cpu")).isEqualTo(4_000);
    assertThat(requests.ofPod("memory")).as("completed from the containers").isEqualTo(300);
    assertThat(requests.ofContainer("cpu", "app")).isEqualTo(1_000);
    assertThat(requests.ofContainer("cpu", "proxy")).isEqualTo(PodRequests.NONE);
  }

  @Test
  void refusesAReadingOfAnotherKind() {
    Observation observation = observation(1, pods(1, ready(1)));
    assertThatIllegalArgumentException().isThrownBy(() -> calculate(CPU, observation, values(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calculate(QUEUE, observation, samples(pods(1, ready(1)))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> calculate(CPU, observation, samples(List.of())))
        .withMessage("0 sample rows beside 1 pods");
  }

  private static MetricRecommendation calculate(
      MetricSpec spec, Observation observation, Reading reading) {
    ReplicaCalculator calculator = new ReplicaCalculator();
    calculator.begin(
        observation, new MetricRules(new Tolerances(0.1, 0.1), 300_000, 30_000, false), NOW);
    MetricRecommendation result = new MetricRecommendation();
    calculator.calculate(spec, reading, result);
    return result;
  }

  private static Observation observation(int specReplicas, List<Pod> pods) {
    PodColumns columns = new PodColumns(pods.size());
    for (Pod pod : pods) {
      columns.add(pod.row(columns.size()));
    }
    return new Observation("shop", specReplicas, pods.size(), columns, List.of());
  }

  private static PodSamples samples(List<Pod> pods) {
    PodSamples samples = new PodSamples(pods.size()).reset(pods.size());
    for (int i = 0; i < pods.size(); i++) {
      if (pods.get(i).milli() >= 0) {
        samples.set(i, pods.get(i).milli(), NOW, 30_000);
      }
    }
    return samples;
  }

  private static Reading values(long... milli) {
    return Reading.Values.of(milli);
  }
}
