package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.MEMORY;
import static dev.flyball.core.decide.TestingTarget.missing;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.SelectPolicy;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which of two metrics wins, and what a failing one may and may not do. */
class MetricSelectTest {
  private static final Behavior AT_ONCE =
      new Behavior(
          TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)),
          TestingTarget.rules(SelectPolicy.Max, TestingTarget.pods(100, 60)));

  /** A target at 4 replicas. Percentages are of cpu's 70 and memory's 80; negative ones fail. */
  record Row(int cpuPercent, int memoryPercent, int withMax, int withMin) {}

  static Stream<Arguments> rows() {
    return Stream.of(
        argumentSet("both ask for more", new Row(140, 100, 8, 5)),
        argumentSet("one asks for more, one for fewer", new Row(140, 20, 8, 1)),
        argumentSet("both ask for fewer", new Row(35, 20, 2, 1)),
        argumentSet("one is on target", new Row(140, 80, 8, 4)),
        argumentSet("one fails, the other asks for more", new Row(-1, 160, 8, 8)),
        argumentSet("one fails, the other asks for fewer", new Row(-1, 20, 4, 4)),
        argumentSet("the other fails", new Row(140, -1, 8, 8)),
        argumentSet("both fail", new Row(-1, -1, 4, 4)));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void replicas(Row row) {
    assertThat(decide(row, MetricSelectPolicy.Max)).isEqualTo(row.withMax);
    assertThat(decide(row, MetricSelectPolicy.Min)).isEqualTo(row.withMin);
  }

  private static int decide(Row row, MetricSelectPolicy select) {
    PolicyOptions options = PolicyOptions.builder().metricSelectPolicy(select).build();
    TestingTarget target = new TestingTarget(policy(1, 20, AT_ONCE, options, CPU, MEMORY), 4);
    // The first decision counts the present size as a wish; the windows here are of no length.
    Decision decision =
        target.later(1).decide(each(target, row.cpuPercent), each(target, row.memoryPercent));
    return decision.desiredReplicas();
  }

  private static Reading each(TestingTarget target, int percent) {
    return percent < 0 ? missing() : target.each(percent * 10L);
  }
}
