package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.MEMORY;
import static dev.flyball.core.decide.TestingTarget.NOON;
import static dev.flyball.core.decide.TestingTarget.RPS;
import static dev.flyball.core.decide.TestingTarget.article;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.percent;
import static dev.flyball.core.decide.TestingTarget.pods;
import static dev.flyball.core.decide.TestingTarget.policy;
import static dev.flyball.core.decide.TestingTarget.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.SelectPolicy;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is said of other outcomes. Every case begins at 12:00:00 with pods that are all ready. */
class WhatIfTest {
  private static final Behavior FOUR_PODS_A_MINUTE =
      new Behavior(rules(SelectPolicy.Max, pods(4, 60)), rules(SelectPolicy.Max, percent(25, 60)));

  private static List<WhatIf> of(Decision decision) {
    return WhatIf.of(decision.explanation(), decision.policy(), AutoscalerSettings.DEFAULT);
  }

  private static List<String> said(Decision decision, Language language) {
    return of(decision).stream().map(w -> w.sentence(ZoneOffset.UTC, language)).toList();
  }

  private static List<String> said(Decision decision) {
    return said(decision, Language.English);
  }

  @Test
  void whereAMetricWouldAskForMoreOrFewer() {
    TestingTarget target = new TestingTarget(policy(1, 9, FOUR_PODS_A_MINUTE, CPU, MEMORY), 3);
    assertThat(said(target.decide(target.each(700), target.each(500))))
        .containsExactly(
            "at 78 % or more cpu the metrics would ask for 4",
            "at 46 % or less cpu the metrics would ask for 2",
            "at 89 % or more memory the metrics would ask for 4");
  }

  @Test
  void whenTheWindowRunsOut() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 4);
    target.decide(target.each(700));
    Decision decision = target.later(60).decide(target.each(350));
    assertThat(of(decision)).contains(new WhatIf.WindowOver(false, NOON + 300_000, 2));
    assertThat(said(decision))
        .contains("from 12:05:00 on it may go down to 2 if nothing asks for more until then");
    assertThat(said(decision, Language.Korean))
        .contains("12:05:00부터는 그때까지 더 많은 권고가 없으면 2개로 줄일 수 있음");
  }

  @Test
  void whenTheRateAllowsMore() {
    TestingTarget target = new TestingTarget(policy(2, 50, FOUR_PODS_A_MINUTE, CPU), 10);
    assertThat(of(target.decide(target.each(1400))))
        .contains(new WhatIf.RateMore(true, 14, 20, OptionalLong.of(NOON + 60_000)));
    assertThat(said(target.later(15).decide(target.each(1400))))
        .contains("the rate allows 14 of the 28 asked for; it allows more from 12:01:00 on");
  }

  /** What is said of times comes true at that time, and not before. */
  @Test
  void whatIsSaidOfTimesComesTrue() {
    TestingTarget held = new TestingTarget(policy(2, 6, article().behavior(), CPU), 4);
    held.decide(held.each(700));
    held.later(1).decide(held.each(350));
    assertThat(held.later(298).decide(held.each(350)).stabilizedReplicas()).isEqualTo(4);
    assertThat(held.later(1).decide(held.each(350)).stabilizedReplicas()).isEqualTo(2);
    TestingTarget limited = new TestingTarget(policy(2, 50, FOUR_PODS_A_MINUTE, CPU), 10);
    assertThat(of(limited.decide(limited.each(1400))))
        .contains(new WhatIf.RateMore(true, 14, 20, OptionalLong.of(NOON + 60_000)));
    assertThat(limited.later(59).decide(limited.each(1400)).desiredReplicas()).isEqualTo(14);
    assertThat(limited.later(1).decide(limited.each(1400)).desiredReplicas()).isEqualTo(18);
  }

  @Test
  void forHowManyMoreThereWouldHaveToBeRoom() {
    PolicyOptions cap = PolicyOptions.builder().capacity(PolicyOptions.Capacity.Cap).build();
    TestingTarget target = new TestingTarget(policy(1, 9, null, cap, CPU), 4);
    target.room(new Ceiling(5, Ceiling.Limit.Nodes, "node-1 cpu 200m free of 500m needed"));
    Decision decision = target.decide(target.each(1_225));
    assertThat(of(decision)).contains(new WhatIf.Room(2, 7));
    assertThat(said(decision)).contains("with room for 2 more, it would go to 7");
    assertThat(decision.explanation().sentence(ZoneOffset.UTC, Language.Korean))
        .isEqualTo(
            "cpu: 목표 70 %에 122 %, 7개 필요; 더 필요한 파드 3개 중 1개만 들어감:"
                + " node-1 cpu 200m free of 500m needed; 4개에서 5개로 변경.");
  }

  @Test
  void whichBoundHolds() {
    TestingTarget target = new TestingTarget(policy(2, 12, FOUR_PODS_A_MINUTE, CPU), 10);
    Decision decision = target.decide(target.each(1400));
    assertThat(said(decision)).contains("maxReplicas 12 holds it: otherwise it would be 20");
    assertThat(said(decision, Language.Korean)).contains("maxReplicas 12 때문에 20개가 되지 않음");
  }

  @Test
  void aMetricThatFailed() {
    TestingTarget target = new TestingTarget(article(), 4);
    assertThat(said(target.decide(target.each(350), target.each(600), missing())))
        .containsExactly(
            "with a reading of http_requests_per_second that metric would count",
            "at 78 % or more cpu the metrics would ask for 5",
            "at 89 % or more memory the metrics would ask for 5");
  }

  @Test
  void moreReadyPods() {
    PolicyOptions options = PolicyOptions.builder().minReadyPercent(80).build();
    Explanation decided =
        new TestingTarget(policy(1, 9, null, options, CPU), 3).decide(missing()).explanation();
    Explanation tooFew =
        new Explanation(
            decided.atMillis(),
            Outcome.TooFewReady,
            3,
            3,
            List.of(),
            -1,
            3,
            decided.stabilization(),
            decided.rate(),
            decided.limit(),
            java.util.Optional.of(new Explanation.ReadyStep(1, 80)),
            decided.zero(),
            decided.scheduled(),
            decided.room(),
            1,
            9);
    Policy policy = policy(1, 9, null, options, CPU);
    assertThat(WhatIf.of(tooFew, policy, AutoscalerSettings.DEFAULT))
        .containsExactly(new WhatIf.PodsReady(1, 3));
  }

  @Test
  void nothingOfAValueWherePodsAreMissing() {
    TestingTarget target = new TestingTarget(policy(1, 9, null, CPU, RPS), 3);
    assertThat(of(target.decide(target.eachOf(1, 900), target.each(90_000))))
        .extracting(w -> ((WhatIf.MetricAt) w).metric().spec())
        .containsOnly(RPS);
  }
}
