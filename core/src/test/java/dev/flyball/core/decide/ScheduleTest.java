package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.NOON;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.CronExpression;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.ScheduledFloor;
import dev.flyball.core.policy.SelectPolicy;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lower bounds at certain times. The day is Monday, 5 January 2026, in UTC. */
class ScheduleTest {
  private static final ZoneId UTC = ZoneId.of("UTC");

  private static ScheduledFloor floor(String start, String duration, int replicas, String ramp) {
    return new ScheduledFloor(
        CronExpression.parse(start), Duration.parse(duration), UTC, replicas, Duration.parse(ramp));
  }

  private static Policy scheduled(int min, int max, ScheduledFloor... floors) {
    Behavior atOnce =
        new Behavior(
            TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)),
            TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)));
    PolicyOptions options = PolicyOptions.builder().schedule(List.of(floors)).build();
    return policy(min, max, atOnce, options, CPU);
  }

  private static int floorAt(Policy policy, long millis) {
    Floor floor = new Floor();
    floor.update(policy, millis);
    return floor.replicas();
  }

  /** Working hours with a ramp, a peak at midday, a short night job every two hours. */
  private static final Policy DAY =
      scheduled(
          1,
          12,
          floor("0 8 * * 1-5", "PT10H", 4, "PT15M"),
          floor("30 12 * * *", "PT1H", 9, "PT0S"),
          floor("0 0-6/2 * * *", "PT30M", 2, "PT0S"));

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2026-01-05T07:44:59.999Z, 1",
    "2026-01-05T07:45:00Z, 1",
    "2026-01-05T07:50:00Z, 2",
    "2026-01-05T07:54:59.999Z, 2",
    "2026-01-05T07:55:00Z, 3",
    "2026-01-05T07:59:59.999Z, 3",
    "2026-01-05T08:00:00Z, 4",
    "2026-01-05T12:29:59Z, 4",
    "2026-01-05T12:30:00Z, 9",
    "2026-01-05T13:29:59Z, 9",
    "2026-01-05T13:30:00Z, 4",
    "2026-01-05T17:59:59.999Z, 4",
    "2026-01-05T18:00:00Z, 1",
    "2026-01-05T02:10:00Z, 2",
    "2026-01-05T02:30:00Z, 1",
    "2026-01-10T09:00:00Z, 1",
    "2026-01-10T13:00:00Z, 9",
  })
  void bound(Instant at, int expected) {
    assertThat(floorAt(DAY, at.toEpochMilli())).isEqualTo(expected);
  }

  /** A day that is stepped through with one object gives what a new object gives at each step. */
  @Property(tries = 20)
  void isTheSameAtAnyRhythm(@ForAll @LongRange(min = 1_000, max = 900_000) long period) {
    Floor kept = new Floor();
    long monday = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
    for (long at = monday; at < monday + 86_400_000L; at += period) {
      kept.update(DAY, at);
      assertThat(kept.replicas()).as("%s", Instant.ofEpochMilli(at)).isEqualTo(floorAt(DAY, at));
    }
  }

  @Test
  void longerThanTheTimeBetweenStarts() {
    Policy policy = scheduled(1, 9, floor("0 * * * *", "PT90M", 3, "PT0S"));
    for (int minute = 0; minute < 24 * 60; minute += 7) {
      assertThat(floorAt(policy, NOON + minute * 60_000L)).isEqualTo(3);
    }
  }

  @Test
  void theDaysOfOtherZones() {
    ScheduledFloor seoul =
        new ScheduledFloor(
            CronExpression.parse("0 8 * * 1-5"),
            Duration.ofHours(10),
            ZoneId.of("Asia/Seoul"),
            4,
            Duration.ZERO);
    Policy policy = scheduled(1, 9, seoul);
    assertThat(floorAt(policy, Instant.parse("2026-01-04T23:00:00Z").toEpochMilli())).isEqualTo(4);
    assertThat(floorAt(policy, Instant.parse("2026-01-05T09:00:00Z").toEpochMilli())).isEqualTo(1);
    assertThat(floorAt(policy, Instant.parse("2026-01-09T23:00:00Z").toEpochMilli())).isEqualTo(1);
  }

  @Test
  void raisesReplicasAtOnceAndLetsThemGo() {
    Policy policy = scheduled(2, 9, floor("1 12 * * *", "PT2M", 5, "PT0S"));
    TestingTarget target = new TestingTarget(policy, 2);
    target.decide(target.each(700));
    assertThat(target.later(60).sentence(target.each(700)))
        .isEqualTo(
            "2 replicas are below the schedule's minReplicas 5 until 12:03:00,"
                + " so it goes from 2 to 5 at once.");
    assertThat(target.later(15).sentence(target.each(70)))
        .isEqualTo(
            "cpu at 7 % of 70 % asks for 1; the schedule's minReplicas 5 until 12:03:00 asks for at"
                + " least 5; stays at 5.");
    assertThat(target.later(105).sentence(target.each(70)))
        .isEqualTo(
            "cpu at 7 % of 70 % asks for 1; minReplicas asks for at least 2; goes from 5 to 2.");
  }

  @Test
  void reasonsNameIt() {
    Policy policy = scheduled(2, 9, floor("0 12 * * *", "PT2M", 5, "PT0S"));
    TestingTarget target = new TestingTarget(policy, 2);
    assertThat(target.decide(target.each(700)).rescaleReason())
        .isEqualTo("Current number of replicas below the schedule's minReplicas");
    assertThat(target.history().decision().minReplicas()).isEqualTo(5);
  }

  @Test
  void aRampSaysWhereItLeads() {
    Policy policy = scheduled(1, 9, floor("10 12 * * *", "PT1H", 5, "PT20M"));
    TestingTarget target = new TestingTarget(policy, 1);
    assertThat(target.sentence(target.each(700)))
        .isEqualTo(
            "1 replica is below the ramp up to 5 at 12:10:00, so it goes from 1 to 3 at once.");
  }

  @Test
  void neverAboveTheUpperBound() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scheduled(1, 4, floor("0 8 * * *", "PT1H", 5, "PT0S")));
    assertThatIllegalArgumentException().isThrownBy(() -> floor("0 8 * * *", "PT59S", 5, "PT0S"));
    assertThatIllegalArgumentException().isThrownBy(() -> floor("0 8 * * *", "PT1H", 0, "PT0S"));
    assertThatIllegalArgumentException().isThrownBy(() -> floor("0 8 * * *", "PT1H", 1, "PT25H"));
  }
}
