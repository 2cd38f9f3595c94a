package dev.flyball.core.decide;

import static dev.flyball.core.decide.TestingTarget.CPU;
import static dev.flyball.core.decide.TestingTarget.NOON;
import static dev.flyball.core.decide.TestingTarget.article;
import static dev.flyball.core.decide.TestingTarget.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.CronExpression;
import dev.flyball.core.policy.Fallback;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.ScaleToZero;
import dev.flyball.core.policy.ScheduledFloor;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

/** What is written down of a decision gives its whole explanation back. */
@PropertyDefaults(edgeCases = EdgeCasesMode.NONE)
@Domain(ScenarioDomain.class)
@Domain(DomainContext.Global.class)
class DecisionCodecTest {
  private final DecisionCodec codec = new DecisionCodec();
  private final TestingTexts texts = new TestingTexts();
  private final PackedRow row = new PackedRow();

  private void comesBack(Decision decision, AutoscalerSettings settings) {
    codec.write(decision, NOON, texts, row.clear());
    Explanation read =
        codec.read(
            decision.policy(),
            settings,
            decision.atMillis(),
            row,
            new DecisionCodec.Log(NOON, texts));
    assertThat(read).isEqualTo(decision.explanation());
  }

  @Property
  void everyDecisionComesBack(@ForAll Scenario scenario) {
    Autoscaler autoscaler = new Autoscaler(scenario.settings());
    History history = new History();
    ScenarioRun run = new ScenarioRun(scenario);
    while (run.next()) {
      comesBack(
          autoscaler.decide(scenario.policy(), run.observation(), history, run.now()),
          scenario.settings());
      run.decide();
    }
  }

  @Test
  void theRoomThatThereIsComesBack() {
    for (PolicyOptions.Capacity capacity : PolicyOptions.Capacity.values()) {
      PolicyOptions options = PolicyOptions.builder().capacity(capacity).build();
      TestingTarget target = new TestingTarget(policy(2, 9, null, options, CPU), 4);
      for (int room : new int[] {9, 5, 4, 3, 0}) {
        target.room(new Ceiling(room, Ceiling.Limit.Quota, room + " fit"));
        comesBack(target.later(15).decide(target.each(1_400)), AutoscalerSettings.DEFAULT);
        target.set(4);
      }
      target.set(1);
      comesBack(target.decide(target.each(1_400)), AutoscalerSettings.DEFAULT);
    }
  }

  @Test
  void whatHasNoHpaComesBack() {
    PolicyOptions options =
        PolicyOptions.builder()
            .fallback(new Fallback(1, 4, Fallback.Behavior.Static))
            .scaleToZero(new ScaleToZero(Duration.ofMinutes(1), 5_000))
            .minReadyPercent(50)
            .surge(PolicyOptions.Surge.Ignore)
            .build();
    MetricSpec queue =
        new MetricSpec.External(
            MetricIdentifier.of("queue_depth"), new MetricTarget.AverageValue(7_000));
    TestingTarget target =
        new TestingTarget(policy(0, 9, article().behavior(), options, CPU, queue), 3);
    target.surge(2);
    Reading none = TestingTarget.missing();
    comesBack(target.decide(none, Reading.Values.of(3_000)), AutoscalerSettings.DEFAULT);
    comesBack(
        target.later(70).decide(target.each(400), Reading.Values.of(4_000)),
        AutoscalerSettings.DEFAULT);
    target.set(0).later(900);
    comesBack(target.decide(none, Reading.Values.of(90_000)), AutoscalerSettings.DEFAULT);
  }

  @Test
  void aScheduledBoundComesBack() {
    ScheduledFloor floor =
        new ScheduledFloor(
            CronExpression.parse("0 12 * * *"),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            4,
            Duration.ZERO);
    PolicyOptions options = PolicyOptions.builder().schedule(List.of(floor)).build();
    TestingTarget target = new TestingTarget(policy(1, 9, null, options, CPU), 2);
    Decision decision = target.decide(target.each(100));
    assertThat(decision.explanation().scheduled()).isPresent();
    comesBack(decision, AutoscalerSettings.DEFAULT);
  }

  /** While a bound rises towards its time, nothing else of a decision need change. */
  @Test
  void aDecisionWithAnotherBoundIsNoRepeatedOne() {
    ScheduledFloor floor =
        new ScheduledFloor(
            CronExpression.parse("0 13 * * *"),
            Duration.ofHours(1),
            ZoneOffset.UTC,
            4,
            Duration.ofHours(2));
    PolicyOptions options = PolicyOptions.builder().schedule(List.of(floor)).build();
    TestingTarget target = new TestingTarget(policy(1, 9, null, options, CPU), 5);
    codec.write(target.decide(target.each(700)), NOON, texts, row.clear());
    PackedRow later = new PackedRow();
    codec.write(target.later(2_400).decide(target.each(700)), NOON, texts, later);
    assertThat(later).usingRecursiveComparison().isNotEqualTo(row);
  }

  @Test
  void aDecisionOfThreeMetricsTakesFewBytes() {
    TestingTarget target = new TestingTarget(article(), 4);
    target.decide(target.each(700), target.each(610), target.each(95_000));
    Decision decision =
        target.later(15).decide(target.each(350), target.each(610), target.each(50_500));
    codec.write(decision, NOON, texts, row.clear());
    assertThat(row.size()).isLessThanOrEqualTo(60);
  }

  @Test
  void aRepeatedDecisionHasTheSameBytes() {
    TestingTarget target = new TestingTarget(policy(2, 6, article().behavior(), CPU), 4);
    target.decide(target.each(700));
    codec.write(target.later(15).decide(target.each(350)), NOON, texts, row.clear());
    PackedRow again = new PackedRow();
    codec.write(target.later(15).decide(target.each(350)), NOON, texts, again);
    assertThat(again).usingRecursiveComparison().isEqualTo(row);
  }

  @Test
  void aRowThatIsCutShortIsAnError() {
    row.clear().put(300);
    PackedRow cut = new PackedRow();
    cut.put(row.byteAt(0));
    assertThatThrownBy(cut::next).isInstanceOf(IllegalStateException.class);
  }

  @Property
  void numbersComeBack(@ForAll List<Long> numbers) {
    PackedRow written = new PackedRow();
    numbers.forEach(written::put);
    assertThat(numbers).allSatisfy(number -> assertThat(written.next()).isEqualTo(number));
  }

  @Test
  void writingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TestingTarget target = new TestingTarget(article(), 4);
    Policy policy = article();
    Decision decision = target.decide(target.each(350), target.each(610), TestingTarget.missing());
    assertThat(decision.policy()).isEqualTo(policy);
    long least = Long.MAX_VALUE;
    for (int batch = 0; batch < 2_000 && least > 0; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 200; i++) {
        codec.write(decision, NOON, texts, row.clear());
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes of 200 rows").isZero();
  }
}
