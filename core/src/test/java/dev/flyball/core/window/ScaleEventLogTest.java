package dev.flyball.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.window.ScaleEventLog.Event;
import org.junit.jupiter.api.Test;

class ScaleEventLogTest {
  private static final long LONGEST = 60;

  private final ScaleEventLog log = new ScaleEventLog();

  @Test
  void countsChangesAfterTheCutoffAlone() {
    log.record(2, 100, LONGEST);
    log.record(3, 130, LONGEST);
    assertThat(log.changeAfter(99)).isEqualTo(5);
    assertThat(log.changeAfter(100)).isEqualTo(3);
    assertThat(log.changeAfter(130)).isZero();
  }

  @Test
  void tellsTheOldestAfterTheCutoff() {
    assertThat(log.oldestAfter(0)).isEqualTo(Long.MAX_VALUE);
    log.record(2, 100, LONGEST);
    log.record(3, 130, LONGEST);
    assertThat(log.oldestAfter(0)).isEqualTo(100);
    assertThat(log.oldestAfter(100)).isEqualTo(130);
  }

  @Test
  void anEventStaysUntilAnotherIsRecordedAfterTheLongestPeriod() {
    log.record(2, 100, LONGEST);
    assertThat(log.changeAfter(0)).as("nothing was recorded since").isEqualTo(2);
    log.record(3, 160, LONGEST);
    assertThat(log.changeAfter(0)).as("100 is just within the period of 160").isEqualTo(5);
    log.record(4, 161, LONGEST);
    assertThat(log.snapshot()).containsExactly(new Event(161, 4, false), new Event(160, 3, false));
  }

  @Test
  void theLastOutdatedEventIsOverwrittenAndTheOthersStillCount() {
    log.record(1, 100, LONGEST);
    log.record(2, 110, LONGEST);
    log.record(3, 120, LONGEST);
    log.record(4, 200, LONGEST);
    assertThat(log.snapshot())
        .containsExactly(
            new Event(100, 1, true), new Event(110, 2, true), new Event(200, 4, false));
    assertThat(log.changeAfter(0)).isEqualTo(7);
    log.record(5, 210, LONGEST);
    assertThat(log.snapshot())
        .containsExactly(
            new Event(100, 1, true), new Event(210, 5, false), new Event(200, 4, false));
  }

  @Test
  void outdatedStaysOutdatedWhenAPolicysPeriodGrows() {
    log.record(1, 100, LONGEST);
    log.record(2, 110, LONGEST);
    log.record(3, 200, LONGEST);
    log.record(4, 201, 1_000);
    assertThat(log.snapshot()).containsExactly(new Event(201, 4, false), new Event(200, 3, false));
  }

  @Test
  void growsAndRestoresWithItsMarks() {
    for (int i = 1; i <= 9; i++) {
      log.record(i, i, LONGEST);
    }
    log.record(10, 65, LONGEST);
    ScaleEventLog restored = new ScaleEventLog();
    restored.restore(log.snapshot());
    assertThat(restored.snapshot()).isEqualTo(log.snapshot()).hasSize(9);
    assertThat(restored.changeAfter(0)).isEqualTo(45 - 4 + 10);
  }
}
