package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.window.RecommendationWindow;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContinuationTest {
  private static final long NOW = 1_000_000;
  private static final HistorySnapshot NOTHING = recommended();

  private static HistorySnapshot recommended(Sample... samples) {
    return new HistorySnapshot(
        Arrays.asList(samples), List.of(), List.of(), List.of(), List.of(), 0, 0);
  }

  private static Sample sample(long secondsAgo, int replicas) {
    return new Sample(NOW - secondsAgo * 1000, replicas);
  }

  private static KeptStatus kept(HistorySnapshot history, long savedSecondsAgo) {
    return new KeptStatus(history, "", 0, NOW - savedSecondsAgo * 1000);
  }

  private static KeptStatus complete(HistorySnapshot history) {
    return new KeptStatus(history, "", 0, 0);
  }

  /** How many seconds ago the highest recommendation of all was last made. */
  private static long highestSecondsAgo(History history) {
    RecommendationWindow window = history.recommendations();
    return (NOW - window.highestTime(window.highestAfter(0))) / 1000;
  }

  @Test
  void aProcessThatEndedInOrderHasSaidAll() {
    HistorySnapshot history = recommended(sample(100, 5));
    assertThat(Continuation.of(complete(history), NOTHING, 0, NOW).snapshot()).isEqualTo(history);
  }

  @Test
  void aKilledOneMayHaveRepeatedItsLastRecommendationUntilNow() {
    HistorySnapshot history = recommended(sample(100, 5));
    assertThat(highestSecondsAgo(Continuation.of(kept(history, 100), NOTHING, 0, NOW))).isZero();
    assertThat(highestSecondsAgo(Continuation.of(kept(history, 10), NOTHING, 0, NOW))).isZero();
  }

  @Test
  void aStandbyThatHasDecidedMeanwhileKnowsBetter() {
    HistorySnapshot history = recommended(sample(20, 5));
    HistorySnapshot own = recommended(sample(15, 2));
    long deciding = NOW - 600_000;
    History goesOn = Continuation.of(kept(history, 20), own, deciding, NOW);
    assertThat(highestSecondsAgo(goesOn)).isEqualTo(20);
    assertThat(goesOn.recommendations().snapshot()).containsExactly(sample(20, 5), sample(15, 2));
  }

  @Test
  void whoeverSawAReasonHoldsTheWindow() {
    HistorySnapshot leader = recommended(sample(50, 5), sample(40, 3));
    HistorySnapshot own = recommended(sample(45, 7), sample(30, 3));
    History goesOn = Continuation.of(complete(leader), own, 1, NOW);
    RecommendationWindow window = goesOn.recommendations();
    assertThat(window.highestReplicas(window.highestAfter(0))).isEqualTo(7);
    assertThat(window.lowestReplicas(window.lowestAfter(0))).isEqualTo(3);
  }

  @Test
  void scaleEventsAndDecidedReplicasAreTheLeaders() {
    Event up = new Event(NOW - 5_000, 2, false);
    Event gone = new Event(NOW - 90_000, 1, true);
    HistorySnapshot leader =
        new HistorySnapshot(List.of(), List.of(gone, up), List.of(), List.of(), List.of(), 4, 0);
    HistorySnapshot own =
        new HistorySnapshot(
            List.of(), List.of(), List.of(new Event(NOW, 9, false)), List.of(), List.of(), 9, 0);
    HistorySnapshot goesOn = Continuation.of(complete(leader), own, 1, NOW).snapshot();
    assertThat(goesOn.scaleUps()).containsExactly(gone, up);
    assertThat(goesOn.scaleDowns()).isEmpty();
    assertThat(goesOn.desiredReplicas()).isEqualTo(4);
  }

  @Test
  void nothingLiesInTheFuture() {
    HistorySnapshot ahead =
        new HistorySnapshot(
            List.of(sample(-60, 5)),
            List.of(new Event(NOW + 60_000, 2, false)),
            List.of(),
            List.of(),
            List.of(),
            4,
            0);
    HistorySnapshot goesOn = Continuation.of(kept(ahead, -60), NOTHING, 0, NOW).snapshot();
    assertThat(goesOn.recommendations()).containsExactly(sample(0, 5));
    assertThat(goesOn.scaleUps()).containsExactly(new Event(NOW, 2, false));
  }
}
