package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.MEMORY;
import static dev.flyball.core.decide.TestingTarget.RPS;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.Surge;
import dev.flyball.core.policy.SelectPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A target of 10 replicas in the middle of a rolling update. */
class SurgeTest {
  private static final MetricSpec LATENCY =
      new MetricSpec.External(MetricIdentifier.of("latency"), new MetricTarget.Value(100_000));

  /** Extra pods, what each of them has in milli-units, and what is asked for with and without. */
  record Row(MetricSpec metric, int extra, long each, int counted, int ignored) {}

  static Stream<Arguments> rows() {
    return Stream.of(
        argumentSet("memory on target", new Row(MEMORY, 10, 800, 10, 10)),
        argumentSet("memory below target", new Row(MEMORY, 10, 680, 17, 10)),
        argumentSet("memory far below", new Row(MEMORY, 10, 320, 8, 8)),
        argumentSet("memory above target", new Row(MEMORY, 10, 900, 23, 12)),
        argumentSet("memory above, a few extra", new Row(MEMORY, 2, 1_200, 18, 15)),
        argumentSet("shared requests", new Row(RPS, 10, 50_000, 10, 10)),
        argumentSet("few shared requests", new Row(RPS, 10, 20_000, 4, 4)),
        argumentSet("no update", new Row(MEMORY, 0, 1_200, 15, 15)),
        argumentSet("no update, below", new Row(MEMORY, 0, 400, 5, 5)),
        argumentSet("fewer pods than asked for", new Row(MEMORY, -2, 1_200, 12, 12)),
        argumentSet("a value of the whole", new Row(LATENCY, 10, 120_000, 24, 12)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void recommends(Row row) {
    assertThat(recommended(row, Surge.Count)).as("counted").isEqualTo(row.counted);
    assertThat(recommended(row, Surge.Ignore)).as("ignored").isEqualTo(row.ignored);
  }

  private static TestingTarget target(MetricSpec metric, Surge surge) {
    Behavior atOnce =
        new Behavior(
            TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)),
            TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)));
    PolicyOptions options = PolicyOptions.builder().surge(surge).build();
    return new TestingTarget(policy(1, 50, atOnce, options, metric), 10);
  }

  private static int recommended(Row row, Surge surge) {
    TestingTarget target = target(row.metric, surge).surge(row.extra);
    Reading reading =
        row.metric instanceof MetricSpec.External
            ? Reading.Values.of(row.each)
            : target.each(row.each);
    return target.later(1).decide(reading).recommendedReplicas();
  }

  @Test
  void saysWhatItDidNotCount() {
    TestingTarget target = target(MEMORY, Surge.Ignore).surge(10);
    assertThat(target.later(1).sentence(target.each(680)))
        .isEqualTo(
            "memory at 68 % of 80 % (10 pods more than asked for) asks for 10; stays at 10.");
  }
}
