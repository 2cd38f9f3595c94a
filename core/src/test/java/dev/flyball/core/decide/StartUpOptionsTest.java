package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.NOON;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.PolicyOptions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy's own idea of how long its pods take to start, against the settings' 5 min and 30 s. */
class StartUpOptionsTest {
  private static final PodRequests REQUESTS =
      PodRequests.of(List.of(new PodRequests.Container("app", Map.of("cpu", 1_000L))), Map.of());

  /** One pod that works for two; times are seconds before the decision. */
  record Row(
      PolicyOptions options, int startedAgo, Readiness readiness, int readyAgo, boolean counts) {}

  static Stream<Arguments> rows() {
    PolicyOptions quick =
        PolicyOptions.builder().cpuInitializationPeriod(Duration.ofSeconds(20)).build();
    PolicyOptions patient =
        PolicyOptions.builder().initialReadinessDelay(Duration.ofMinutes(8)).build();
    return Stream.of(
        argumentSet(
            "fresh, by the settings",
            new Row(PolicyOptions.DEFAULT, 40, Readiness.True, 30, false)),
        argumentSet("fresh, for a quick starter", new Row(quick, 40, Readiness.True, 30, true)),
        argumentSet("too fresh even so", new Row(quick, 15, Readiness.True, 10, false)),
        argumentSet(
            "fell ill later, by the settings",
            new Row(PolicyOptions.DEFAULT, 600, Readiness.False, 500, true)),
        argumentSet(
            "not ready since the start, for a slow one",
            new Row(patient, 600, Readiness.False, 500, false)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void cpuOfAPod(Row row) {
    PodColumns pods = new PodColumns(1);
    pods.add(
        new PodColumns.Row(
            "pod-0",
            PodPhase.Running,
            false,
            NOON - row.startedAgo * 1000L,
            row.readiness,
            NOON - row.readyAgo * 1000L,
            REQUESTS));
    PodSamples samples = new PodSamples(1).reset(1);
    samples.set(0, 1_400, NOON, 60_000);
    Decision decision =
        new Autoscaler(AutoscalerSettings.DEFAULT)
            .decide(
                policy(1, 9, null, row.options, CPU),
                new Observation("shop", 1, 1, pods, List.of(samples)),
                new History(),
                NOON);
    assertThat(decision.metric(0).readyPods()).isEqualTo(row.counts ? 1 : 0);
    assertThat(decision.recommendedReplicas()).isEqualTo(row.counts ? 2 : 1);
    if (!row.counts) {
      assertThat(decision.explanation().sentence(ZoneOffset.UTC)).contains("no usable reading");
    }
  }
}
