package dev.flyball.controller.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.demo.Verdict.Kind;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ExpectationTest {
  private static final ReplicaChange UP3 = new ReplicaChange(10, 2, 3);
  private static final ReplicaChange UP4 = new ReplicaChange(16, 3, 4);
  private static final ReplicaChange DOWN3 = new ReplicaChange(50, 4, 3);

  /** 2 -> 3 -> 4 -> 3, each at most 8 s late. */
  private static final Expectation EXPECTED = new Expectation(2, List.of(UP3, UP4, DOWN3), 8);

  static Stream<Arguments> runs() {
    ReplicaChange away = new ReplicaChange(20, 4, 6);
    ReplicaChange back = new ReplicaChange(40, 6, 4);
    return Stream.of(
        argumentSet("all of it", List.of(UP3, UP4, DOWN3), 60, false, Kind.FOLLOWED),
        argumentSet("all of it, Ctrl-C", List.of(UP3, UP4, DOWN3), 60, true, Kind.FOLLOWED),
        argumentSet("up only, not yet down", List.of(UP3, UP4), 57, false, Kind.TOO_SHORT),
        argumentSet("up only, Ctrl-C", List.of(UP3, UP4), 57, true, Kind.INTERRUPTED),
        argumentSet("never down", List.of(UP3, UP4), 58, false, Kind.FAILED),
        argumentSet("never down, Ctrl-C", List.of(UP3, UP4), 58, true, Kind.FAILED),
        argumentSet("nothing", List.of(), 18, false, Kind.FAILED),
        argumentSet("nothing yet", List.of(), 17, false, Kind.TOO_SHORT),
        argumentSet(
            "more in between", List.of(UP3, UP4, away, back, DOWN3), 60, false, Kind.FOLLOWED),
        argumentSet("down without up", List.of(DOWN3), 60, false, Kind.FAILED));
  }

  @ParameterizedTest
  @MethodSource("runs")
  void judgesARun(List<ReplicaChange> seen, double elapsed, boolean interrupted, Kind expected) {
    assertThat(EXPECTED.judge(seen, elapsed, interrupted).kind()).isEqualTo(expected);
  }

  @Test
  void namesTheStepThatIsMissing() {
    assertThat(EXPECTED.judge(List.of(UP3), 30, false).message())
        .isEqualTo(
            "the policy calls for 2 -> 3 -> 4 by now, and the step from 3 to 4 by 24 s; replicas"
                + " went 2 -> 3");
  }

  static Stream<Arguments> unplanned() {
    return Stream.of(
        argumentSet("up and down", List.of(UP3, DOWN3), false, Kind.FOLLOWED, 0),
        argumentSet("up and down, Ctrl-C", List.of(UP3, DOWN3), true, Kind.FOLLOWED, 0),
        argumentSet("no load", List.of(), false, Kind.TOO_SHORT, 1),
        argumentSet("up only", List.of(UP3), false, Kind.TOO_SHORT, 1),
        argumentSet("up only, Ctrl-C", List.of(UP3), true, Kind.INTERRUPTED, 130));
  }

  @ParameterizedTest
  @MethodSource("unplanned")
  void underTheUsersOwnLoadItTakesBothDirections(
      List<ReplicaChange> seen, boolean interrupted, Kind expected, int exitCode) {
    Verdict verdict = EXPECTED.judgeUnplanned(seen, interrupted);
    assertThat(verdict.kind()).isEqualTo(expected);
    assertThat(verdict.exitCode()).isEqualTo(exitCode);
    assertThat(verdict.message()).startsWith("replicas went 2");
  }

  @Test
  void aLoadThatCallsForOneDirectionOnlyShowsNothing() {
    assertThatThrownBy(() -> new Expectation(2, List.of(UP3, UP4), 8))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
