package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.percent;
import static dev.flyball.core.decide.TestingTarget.pods;
import static dev.flyball.core.decide.TestingTarget.rules;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.SelectPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RateLimitTest {
  private static final long NOW = 10_000_000;
  private static final long HOUR = 3_600_000;

  private final RateLimit rate = new RateLimit();
  private final History history = new History();

  static Stream<Arguments> unspent() {
    SelectPolicy max = SelectPolicy.Max;
    SelectPolicy min = SelectPolicy.Min;
    return Stream.of(
        argumentSet("10 % of 100 is 11 in doubles", rules(max, percent(10, 60)), 100, 111, 90),
        argumentSet("50 % rounds up, both times", rules(max, percent(50, 60)), 3, 5, 1),
        argumentSet("75 % down leaves what is left of 1.25", rules(max, percent(75, 60)), 5, 9, 1),
        argumentSet("100 % down is all", rules(max, percent(100, 60)), 7, 14, 0),
        argumentSet("more than 100 % down is more", rules(max, percent(150, 60)), 4, 10, -2),
        argumentSet("pods", rules(max, pods(4, 60)), 10, 14, 6),
        argumentSet(
            "Max is the largest change", rules(max, pods(4, 60), percent(10, 60)), 10, 14, 6),
        argumentSet("Min is the smallest", rules(min, pods(4, 60), percent(10, 60)), 10, 11, 9),
        argumentSet("Disabled is none", rules(SelectPolicy.Disabled, pods(4, 60)), 10, 10, 10),
        argumentSet(
            "out of nothing a percentage makes nothing", rules(max, percent(100, 60)), 0, 0, 0),
        argumentSet(
            "an overflow is no limit",
            rules(min, percent(Integer.MAX_VALUE, 60)),
            1_000,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE));
  }

  @ParameterizedTest
  @MethodSource("unspent")
  void allows(ScalingRules rules, int current, int up, int down) {
    assertThat(rate.up(rules, history, current, NOW)).isEqualTo(up);
    assertThat(rate.down(rules, history, current, NOW)).isEqualTo(down);
  }

  @Test
  void countsFromTheStartOfThePeriod() {
    history.scaleUps().record(3, NOW - 59_000, HOUR);
    history.scaleDowns().record(1, NOW - 30_000, HOUR);
    assertThat(rate.up(rules(SelectPolicy.Max, pods(4, 60)), history, 10, NOW))
        .as("8 at the start, and 4")
        .isEqualTo(12);
    assertThat(rate.down(rules(SelectPolicy.Max, pods(4, 60)), history, 10, NOW)).isEqualTo(4);
    assertThat(rate.added(0)).isEqualTo(3);
    assertThat(rate.removed(0)).isEqualTo(1);
    assertThat(rate.freesAt(0)).isEqualTo(NOW + 1_000);
  }

  @Test
  void aChangeOfExactlyAPeriodAgoNoLongerCounts() {
    history.scaleUps().record(3, NOW - 60_000, HOUR);
    assertThat(rate.up(rules(SelectPolicy.Max, pods(4, 60)), history, 10, NOW)).isEqualTo(14);
    assertThat(rate.freesAt(0)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void neverLimitsToTheOtherSideOfTheCurrentReplicas() {
    history.scaleUps().record(9, NOW - 1_000, HOUR);
    assertThat(rate.up(rules(SelectPolicy.Max, pods(4, 60)), history, 10, NOW)).isEqualTo(10);
    assertThat(rate.limit(0)).as("what the policy itself says").isEqualTo(5);
    history.scaleDowns().record(20, NOW - 1_000, HOUR);
    assertThat(rate.down(rules(SelectPolicy.Max, pods(4, 60)), history, 10, NOW)).isEqualTo(10);
  }

  @Test
  void eachPolicyCountsItsOwnPeriod() {
    history.scaleUps().record(4, NOW - 100_000, HOUR);
    ScalingRules rules = rules(SelectPolicy.Min, pods(4, 60), pods(6, 600), percent(1, 1));
    assertThat(rate.up(rules, history, 10, NOW)).isEqualTo(11);
    assertThat(rate.chosen()).isEqualTo(2);
    assertThat(rate.limit(0)).isEqualTo(14);
    assertThat(rate.limit(1)).isEqualTo(12);
    assertThat(rate.added(1)).isEqualTo(4);
  }

  @Test
  void theFirstOfEqualPoliciesIsChosen() {
    rate.up(rules(SelectPolicy.Max, pods(5, 60), percent(50, 60)), history, 10, NOW);
    assertThat(rate.chosen()).isZero();
    rate.down(rules(SelectPolicy.Disabled, pods(5, 60)), history, 10, NOW);
    assertThat(rate.chosen()).isEqualTo(-1);
  }

  @Test
  void anOverflowOfEveryPolicyIsStillOneOfThem() {
    rate.up(rules(SelectPolicy.Max, pods(1, 1), pods(2, 1)), history, 10, NOW);
    assertThat(rate.chosen()).isEqualTo(1);
    rate.up(rules(SelectPolicy.Min, percent(Integer.MAX_VALUE, 60)), history, 1_000, NOW);
    assertThat(rate.chosen()).as("not the one of another policy before").isZero();
  }

  @Test
  void growsWithTheNumberOfPolicies() {
    ScalingRules rules =
        rules(SelectPolicy.Max, pods(1, 1), pods(2, 1), pods(3, 1), pods(4, 1), pods(5, 1));
    assertThat(rate.up(rules, history, 10, NOW)).isEqualTo(15);
    assertThat(rate.limit(0)).isEqualTo(11);
  }
}
