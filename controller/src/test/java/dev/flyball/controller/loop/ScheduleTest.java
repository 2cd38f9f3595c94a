package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.PolicyId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ScheduleTest {
  private final Schedule schedule = new Schedule();

  private static PolicyState policy(int number) {
    return new PolicyState(new PolicyId("shop", "web", "p" + number));
  }

  /** One step: which policy, and when it is due; the first few times remove it. */
  record Step(int policy, int due) {}

  /** Whatever is set, moved and removed: policies come in the order of their times, each once. */
  @Property(tries = 300)
  void givesWhatAnOrderedListWouldGive(
      @ForAll @Size(max = 200) List<@IntRange(max = 40 * 30 - 1) Integer> steps) {
    Schedule heap = new Schedule();
    Map<Integer, PolicyState> policies = new HashMap<>();
    Map<PolicyState, Long> expected = new HashMap<>();
    for (int number : steps) {
      Step step = new Step(number % 40, number / 40);
      PolicyState state = policies.computeIfAbsent(step.policy(), ScheduleTest::policy);
      if (step.due() < 3) {
        heap.remove(state);
        expected.remove(state);
      } else if (step.due() % 2 == 0) {
        heap.at(state, step.due());
        expected.put(state, (long) step.due());
      } else {
        heap.noLaterThan(state, step.due());
        expected.merge(state, (long) step.due(), Math::min);
      }
      assertThat(heap.nextMillis())
          .isEqualTo(expected.values().stream().mapToLong(t -> t).min().orElse(Long.MAX_VALUE));
    }
    List<Long> times = new ArrayList<>();
    for (PolicyState next = heap.poll(100); next != null; next = heap.poll(100)) {
      assertThat(next.dueMillis).isEqualTo(expected.remove(next));
      times.add(next.dueMillis);
    }
    assertThat(expected).isEmpty();
    assertThat(times).isSorted();
  }

  @Test
  void nothingIsDueBeforeItsTime() {
    schedule.at(policy(1), 10);
    assertThat(schedule.poll(9)).isNull();
    assertThat(schedule.poll(10)).isNotNull();
    assertThat(schedule.poll(10)).isNull();
    assertThat(schedule.nextMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void policiesOfANamespaceShareAPhaseThatIsKept() {
    long first = Schedule.next("shop", 15_000, 1_000_000);
    assertThat(first).isBetween(1_000_001L, 1_015_000L);
    assertThat(Schedule.next("shop", 15_000, first)).isEqualTo(first + 15_000);
  }
}
