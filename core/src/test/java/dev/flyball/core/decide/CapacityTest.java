package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Ceiling.Limit;
import dev.flyball.core.policy.CronExpression;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.Capacity;
import dev.flyball.core.policy.ScheduledFloor;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A decision against the room that there is. The CPU of all pods is at 1.75 times its target. */
class CapacityTest {
  private static final String SHORT = "node-1 cpu 200m free of 500m needed";
  private static final long BUSY = 1_225;

  /**
   * One row; 4 replicas ask for 7.
   *
   * @param ceiling replicas there is room for, or -1 for unknown
   * @param desired what is decided
   * @param message of the condition {@code ScalingLimited}; empty where it has nothing to do with
   *     room
   */
  record Row(Capacity capacity, int ceiling, int desired, String message) {}

  static Stream<Arguments> rows() {
    return Stream.of(
        argumentSet("nobody asks", new Row(Capacity.Ignore, 5, 7, "")),
        argumentSet("warn, unknown", new Row(Capacity.Warn, -1, 7, "")),
        argumentSet("cap, unknown", new Row(Capacity.Cap, -1, 7, "")),
        argumentSet("warn, just enough", new Row(Capacity.Warn, 7, 7, "")),
        argumentSet("cap, just enough", new Row(Capacity.Cap, 7, 7, "")),
        argumentSet(
            "warn, too little", new Row(Capacity.Warn, 6, 7, "2 of 3 more pods fit: " + SHORT)),
        argumentSet(
            "cap, too little",
            new Row(
                Capacity.Cap,
                6,
                6,
                "2 of 3 more pods fit: " + SHORT + "; capped at 6 instead of 7")),
        argumentSet(
            "cap, none",
            new Row(
                Capacity.Cap,
                4,
                4,
                "0 of 3 more pods fit: " + SHORT + "; capped at 4 instead of 7")),
        argumentSet(
            "cap, pods that wait already stay",
            new Row(
                Capacity.Cap,
                3,
                4,
                "only 3 of 7 pods fit: " + SHORT + "; capped at 4 instead of 7")));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void goesUpAsFarAsThereIsRoom(Row row) {
    TestingTarget target = new TestingTarget(policy(1, row.capacity), 4).room(nodes(row.ceiling));
    Decision decision = target.decide(target.each(BUSY));
    assertThat(decision.desiredReplicas()).isEqualTo(row.desired);
    Condition limited = limited(target);
    if (row.message.isEmpty()) {
      assertThat(limited.reason()).isEqualTo(Reason.DesiredWithinRange);
    } else {
      assertThat(limited.status()).isTrue();
      assertThat(limited.reason()).isEqualTo(Reason.InsufficientCapacity);
      assertThat(limited.message()).isEqualTo(row.message);
      assertThat(decision.explanation().sentence(ZoneOffset.UTC))
          .contains(row.message.replaceFirst("; capped.*", ""));
    }
  }

  @Test
  void quotaIsNamedByItsOwnReason() {
    TestingTarget target =
        new TestingTarget(policy(1, Capacity.Cap), 4)
            .room(new Ceiling(5, Limit.Quota, "quota compute"));
    assertThat(target.decide(target.each(BUSY)).desiredReplicas()).isEqualTo(5);
    assertThat(limited(target).reason()).isEqualTo(Reason.QuotaExceeded);
  }

  @Test
  void whatRunsIsNotTakenAway() {
    TestingTarget target = new TestingTarget(policy(1, Capacity.Cap), 4).room(nodes(2));
    assertThat(target.decide(target.each(700)).desiredReplicas()).isEqualTo(4);
    assertThat(limited(target).message()).isEqualTo("only 2 of 4 pods fit: " + SHORT);
  }

  @Test
  void onTheWayDownNothingIsSaid() {
    Policy down =
        new Policy(
            TestingTarget.REF,
            1,
            8,
            List.of(CPU),
            null,
            PolicyOptions.builder().capacity(Capacity.Cap).build());
    TestingTarget target = new TestingTarget(down, 8).room(nodes(2));
    target.decide(target.each(700));
    Decision decision = target.later(301).decide(target.each(350));
    assertThat(decision.desiredReplicas()).isEqualTo(4);
    assertThat(limited(target).reason()).isEqualTo(Reason.DesiredWithinRange);
  }

  @Test
  void theLowerBoundIsKeptAndSaysSo() {
    TestingTarget target = new TestingTarget(policy(6, Capacity.Cap), 4).room(nodes(5));
    Decision decision = target.decide(target.each(700));
    assertThat(decision.desiredReplicas()).isEqualTo(6);
    assertThat(limited(target).message())
        .isEqualTo(
            "1 of 2 more pods fit: " + SHORT + "; the lower bound of 6 is kept all the same");
    assertThat(decision.explanation().sentence(ZoneOffset.UTC))
        .endsWith("There is no room for all of them: 1 of 2 more pods fit: " + SHORT + ".");
  }

  @Test
  void theLowerBoundOfAScheduleIsKeptToo() {
    ScheduledFloor always =
        new ScheduledFloor(
            CronExpression.parse("0 0 * * *"),
            Duration.ofHours(24),
            ZoneOffset.UTC,
            6,
            Duration.ZERO);
    PolicyOptions options =
        PolicyOptions.builder().capacity(Capacity.Cap).schedule(List.of(always)).build();
    TestingTarget target =
        new TestingTarget(TestingTarget.policy(1, 8, null, options, CPU), 4).room(nodes(5));
    assertThat(target.decide(target.each(700)).desiredReplicas()).isEqualTo(6);
  }

  @Test
  void goesOnOnceThereIsRoom() {
    TestingTarget target = new TestingTarget(policy(1, Capacity.Cap), 4).room(nodes(5));
    assertThat(target.decide(target.each(BUSY)).desiredReplicas()).isEqualTo(5);
    target.room(nodes(20)).later(15);
    assertThat(target.decide(target.each(980)).desiredReplicas()).isEqualTo(7);
    assertThat(limited(target).status()).isFalse();
  }

  @Test
  void negativeIsNoCeiling() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Ceiling(-1, Limit.Nodes, SHORT));
  }

  private static Condition limited(TestingTarget target) {
    return Objects.requireNonNull(target.history().conditions().get(ConditionType.ScalingLimited));
  }

  private static @Nullable Ceiling nodes(int replicas) {
    return replicas < 0 ? null : new Ceiling(replicas, Limit.Nodes, SHORT);
  }

  private static Policy policy(int min, Capacity capacity) {
    PolicyOptions options = PolicyOptions.builder().capacity(capacity).build();
    return TestingTarget.policy(min, 8, null, options, CPU);
  }
}
