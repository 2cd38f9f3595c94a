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
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A target that is left alone while too few of its pods are ready. */
class MinReadyTest {
  private static final PodRequests REQUESTS =
      PodRequests.of(List.of(new PodRequests.Container("app", Map.of("cpu", 1_000L))), Map.of());

  /** Pods of a target at 4 replicas, whose load asks for 8. */
  record Row(int percent, int ready, int unready, int deleted, boolean scales) {}

  static Stream<Arguments> rows() {
    return Stream.of(
        argumentSet("off", new Row(0, 1, 3, 0, true)),
        argumentSet("all ready", new Row(100, 4, 0, 0, true)),
        argumentSet("all have to be", new Row(100, 3, 1, 0, false)),
        argumentSet("just enough", new Row(50, 2, 2, 0, true)),
        argumentSet("one too few", new Row(51, 2, 2, 0, false)),
        argumentSet("pods that were never made", new Row(75, 2, 0, 0, false)),
        argumentSet("pods that are leaving", new Row(75, 2, 0, 2, false)),
        argumentSet("more than asked for", new Row(100, 5, 3, 0, true)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void scalesOnlyWithEnoughOfThem(Row row) {
    History history = new History();
    Decision decision = decide(row, 4, 9, history);
    assertThat(decision.rescale()).isEqualTo(row.scales);
    Condition able = history.conditions().get(ConditionType.AbleToScale);
    assertThat(able).isNotNull();
    assertThat(able.status()).isEqualTo(row.scales);
    assertThat(able.reason() == Reason.TooFewReadyPods).isEqualTo(!row.scales);
  }

  @Test
  void saysSo() {
    Decision decision = decide(new Row(60, 2, 2, 0, false), 4, 9, new History());
    assertThat(decision.outcome()).isEqualTo(Outcome.TooFewReady);
    assertThat(decision.explanation().sentence(ZoneOffset.UTC))
        .endsWith("; only 2 of 4 ready, fewer than 60 %: stays at 4.");
    assertThat(decision.rescaleReason()).isEmpty();
  }

  @Test
  void boundsHoldAllTheSame() {
    assertThat(decide(new Row(60, 0, 4, 0, false), 4, 3, new History()).desiredReplicas())
        .isEqualTo(3);
  }

  private static Decision decide(Row row, int replicas, int max, History history) {
    PodColumns pods = new PodColumns(8);
    PodSamples samples = new PodSamples(8);
    int count = row.ready + row.unready + row.deleted;
    samples.reset(count);
    for (int i = 0; i < count; i++) {
      Readiness readiness =
          i < row.ready || i >= row.ready + row.unready ? Readiness.True : Readiness.False;
      pods.add(
          new PodColumns.Row(
              "pod-" + i,
              PodPhase.Running,
              i >= row.ready + row.unready,
              NOON - 900_000,
              readiness,
              NOON - 800_000,
              REQUESTS));
      samples.set(i, 5_000, NOON, 30_000);
    }
    PolicyOptions options = PolicyOptions.builder().minReadyPercent(row.percent).build();
    return new Autoscaler(AutoscalerSettings.DEFAULT)
        .decide(
            policy(1, max, null, options, CPU),
            new Observation("shop", replicas, count, pods, List.of(samples)),
            history,
            NOON);
  }
}
