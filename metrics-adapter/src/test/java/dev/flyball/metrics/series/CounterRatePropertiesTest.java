package dev.flyball.metrics.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CounterRatePropertiesTest {
  private static final long WINDOW = 30_000;

  /** Steps below zero are restarts of the pod after that many requests. */
  @Property(tries = 500)
  void isTheIncreaseBetweenFirstAndLastSampleOfTheWindow(
      @ForAll @Size(min = 1, max = 60) List<@IntRange(min = -50, max = 200) Integer> steps,
      @ForAll @Size(value = 60) List<@IntRange(min = 1, max = 9_000) Integer> gaps) {
    SeriesStore store = new SeriesStore();
    store.define(new SeriesSpec("s", SeriesKind.COUNTER, WINDOW, WINDOW));
    SeriesRow row = store.row("s", "ns", "pod");
    SampleBatch batch = new SampleBatch();
    long[] at = new long[steps.size()];
    long[] increase = new long[steps.size()];
    long now = 1_000_000;
    long counter = 0;
    for (int i = 0; i < steps.size(); i++) {
      now += gaps.get(i);
      long before = counter;
      counter = steps.get(i) < 0 ? -steps.get(i) : counter + steps.get(i);
      at[i] = now;
      increase[i] = counter >= before ? counter - before : counter;
      batch.clear();
      batch.add(1, (double) counter);
      assertThat(row.record(batch, now)).isTrue();
      assertThat(row.value(now)).isEqualTo(reference(at, increase, i, now), within(1e-6));
    }
  }

  private static double reference(long[] at, long[] increase, int last, long now) {
    int first = 0;
    while (at[first] <= now - WINDOW) {
      first++;
    }
    if (first == last) {
      return Double.NaN;
    }
    double sum = 0;
    for (int i = first + 1; i <= last; i++) {
      sum += increase[i];
    }
    return sum * 1000 / (at[last] - at[first]);
  }
}
