package dev.flyball.controller.journal;

import static dev.flyball.controller.journal.TestingDecisions.SETTINGS;
import static dev.flyball.controller.journal.TestingDecisions.START;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.Explanation;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DecisionLogTest {
  private final MemoryBudget budget = new MemoryBudget(MemoryBudget.DEFAULT_BYTES);
  private final DecisionLog.Scratch scratch = new DecisionLog.Scratch(budget);
  private final DecisionLog log = new DecisionLog(scratch, DecisionLog.MOST_ROWS);
  private final TestingDecisions target = new TestingDecisions();

  private Explanation record(int percent) {
    Decision decision = target.later(15).decide(percent);
    log.record(decision, SETTINGS);
    return decision.explanation();
  }

  private static List<Explanation> explanations(LoggedDecisions decisions) {
    return decisions.all().stream().map(LoggedDecision::explanation).toList();
  }

  /** Whatever comes, the log has the newest explanations, whole, in their order. */
  @Property(tries = 60)
  void hasTheNewestDecisionsWhole(
      @ForAll @Size(min = 1, max = 700) List<@IntRange(min = 1, max = 200) Integer> loads,
      @ForAll @IntRange(min = 0, max = 6) int kibibytes) {
    DecisionLog small =
        new DecisionLog(
            new DecisionLog.Scratch(new MemoryBudget(kibibytes * 1024L)), DecisionLog.MOST_ROWS);
    TestingDecisions own = new TestingDecisions();
    Deque<Explanation> expected = new ArrayDeque<>();
    int last = -1;
    for (int load : loads) {
      // Repeated ones are shown by a test of their own.
      int percent = load == last ? load + 1 : load;
      last = percent;
      Decision decision = own.later(15).decide(percent);
      small.record(decision, SETTINGS);
      expected.addLast(decision.explanation());
    }
    List<Explanation> kept = explanations(small.copy());
    assertThat(kept).hasSizeLessThanOrEqualTo(DecisionLog.MOST_ROWS);
    assertThat(kept)
        .isEqualTo(List.copyOf(expected).subList(expected.size() - kept.size(), expected.size()));
    assertThat(kept).hasSizeGreaterThanOrEqualTo(Math.min(5, expected.size()));
  }

  @Test
  void keepsFiveHundred() {
    for (int i = 0; i < 1_200; i++) {
      record(20 + i % 97);
    }
    assertThat(log.rows()).isEqualTo(DecisionLog.MOST_ROWS);
    List<LoggedDecision> all = log.copy().all();
    assertThat(all).hasSize(500);
    assertThat(all.getLast().atMillis()).isEqualTo(target.now());
    assertThat(all.getFirst().atMillis()).isEqualTo(target.now() - 499 * 15_000L);
    assertThat(budget.taken()).as("bytes of 500 decisions").isLessThanOrEqualTo(32 << 10);
  }

  @Test
  void whatOnlyRepeatsIsARangeOfTime() {
    record(70);
    Explanation first = record(35);
    for (int i = 0; i < 9; i++) {
      record(35);
    }
    record(36);
    List<LoggedDecision> all = log.copy().all();
    assertThat(all).hasSize(3);
    assertThat(all.get(1).explanation()).isEqualTo(first);
    assertThat(all.get(1).count()).isEqualTo(10);
    assertThat(all.get(1).lastMillis()).isEqualTo(first.atMillis() + 9 * 15_000L);
    assertThat(all.get(2).count()).isEqualTo(1);
  }

  @Test
  void theDecisionOfATimeIsTheLastUntilThen() {
    Explanation first = record(70);
    Explanation second = record(80);
    LoggedDecisions copy = log.copy();
    assertThat(copy.at(first.atMillis() - 1)).isEmpty();
    assertThat(copy.at(first.atMillis()).orElseThrow().explanation()).isEqualTo(first);
    assertThat(copy.at(second.atMillis() - 1).orElseThrow().explanation()).isEqualTo(first);
    assertThat(copy.at(Long.MAX_VALUE).orElseThrow().explanation()).isEqualTo(second);
  }

  @Test
  void aRangeIsInclusiveAndItsNewestAreGiven() {
    Explanation first = record(70);
    Explanation second = record(80);
    Explanation third = record(90);
    LoggedDecisions copy = log.copy();
    assertThat(copy.between(second.atMillis(), third.atMillis() - 1, 9))
        .extracting(LoggedDecision::explanation)
        .containsExactly(second);
    assertThat(copy.between(first.atMillis(), third.atMillis(), 2))
        .extracting(LoggedDecision::explanation)
        .containsExactly(second, third);
  }

  @Test
  void decisionsKeepThePolicyThatTheyWereMadeOn() {
    record(70);
    for (int max = 10; max < 40; max++) {
      target.policy(TestingDecisions.policy(2, max));
      record(80);
    }
    List<LoggedDecision> all = log.copy().all();
    assertThat(all).hasSize(DecisionLog.MOST_VERSIONS);
    assertThat(all).extracting(d -> d.policy().maxReplicas()).startsWith(32).endsWith(39);
    assertThat(all)
        .allSatisfy(
            d -> assertThat(d.explanation().maxReplicas()).isEqualTo(d.policy().maxReplicas()));
  }

  @Test
  void failuresAreKeptInTheirWords() {
    Decision failed = target.later(15).decideUnread();
    log.record(failed, SETTINGS);
    assertThat(explanations(log.copy())).containsExactly(failed.explanation());
    assertThat(log.copy().all().getFirst().whatIf()).hasSize(2);
  }

  @Test
  void theCopyStaysAsItIs() {
    Explanation first = record(70);
    LoggedDecisions copy = log.copy();
    record(80);
    assertThat(explanations(copy)).containsExactly(first);
  }

  @Test
  void releasingGivesTheMemoryBack() {
    log.record(target.decideUnread(), SETTINGS);
    record(70);
    assertThat(budget.taken()).isPositive();
    log.release();
    assertThat(budget.taken()).isZero();
  }

  @Test
  void aFewAreKeptWhateverIsLeft() {
    MemoryBudget nothing = new MemoryBudget(0);
    DecisionLog poor = new DecisionLog(new DecisionLog.Scratch(nothing), 500);
    for (int i = 0; i < 100; i++) {
      poor.record(target.later(15).decide(20 + i), SETTINGS);
    }
    assertThat(poor.rows()).isBetween(10, 40);
    assertThat(nothing.taken()).isEqualTo(512);
  }

  @Test
  void tenThousandLogsStayWithinTheirBudget() {
    MemoryBudget shared = new MemoryBudget(8L << 20);
    Journal journal = new Journal(shared);
    PolicyJournal[] journals = new PolicyJournal[10_000];
    for (int i = 0; i < journals.length; i++) {
      journals[i] = journal.open();
    }
    for (int round = 0; round < 40; round++) {
      Decision decision = target.later(15).decide(20 + round);
      for (PolicyJournal each : journals) {
        each.decided(decision, SETTINGS);
      }
    }
    assertThat(shared.taken()).isLessThanOrEqualTo(8L << 20);
    assertThat(journals[0].decisions().all()).hasSizeGreaterThan(10);
    assertThat(journals[9_999].decisions().all()).hasSizeGreaterThan(10);
    assertThat(journals[9_999].decisions().at(target.now()).orElseThrow().atMillis())
        .isEqualTo(target.now());
  }

  /** Once the ring is as large as it gets, nothing is allocated, however long it goes on. */
  @Test
  void recordingAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 1_500; i++) {
      log.record(target.later(15).decide(20 + i % 97), SETTINGS);
    }
    for (int batch = 0; batch < 2_000 && least > 0; batch++) {
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 200; i++) {
        log.record(target.later(15).decide(20 + i % 97), SETTINGS);
      }
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes of 200 decisions and their rows").isZero();
    assertThat(target.now()).isGreaterThan(START);
  }
}
