package dev.flyball.core.window;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.window.RecommendationWindow.Sample;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The windows against a plain list of everything that was ever recorded. */
class WindowPropertiesTest {
  private static final long RETENTION = 120;

  record Arrival(int later, int replicas) {}

  @Provide
  Arbitrary<List<Arrival>> arrivals() {
    return Combinators.combine(
            Arbitraries.integers().between(0, 30), Arbitraries.integers().between(0, 9))
        .as(Arrival::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }

  @Property
  void findsWhatAPlainListFinds(
      @ForAll("arrivals") List<Arrival> arrivals, @ForAll @IntRange(max = 120) int length) {
    RecommendationWindow window = new RecommendationWindow();
    List<Sample> all = new ArrayList<>();
    long now = 0;
    for (Arrival arrival : arrivals) {
      now += arrival.later();
      all.add(new Sample(now, arrival.replicas()));
      window.record(arrival.replicas(), now, RETENTION);
      assertSame(window, all, now - length);
    }
  }

  @Property
  void findsTheSameOnceRestored(
      @ForAll("arrivals") List<Arrival> before,
      @ForAll("arrivals") List<Arrival> after,
      @ForAll @IntRange(max = 120) int length) {
    RecommendationWindow window = new RecommendationWindow();
    List<Sample> all = new ArrayList<>();
    long now = 0;
    for (Arrival arrival : before) {
      now += arrival.later();
      all.add(new Sample(now, arrival.replicas()));
      window.record(arrival.replicas(), now, RETENTION);
    }
    RecommendationWindow restored = new RecommendationWindow();
    restored.restore(window.snapshot());
    for (Arrival arrival : after) {
      assertSame(restored, all, now - length);
      now += arrival.later();
      all.add(new Sample(now, arrival.replicas()));
      restored.record(arrival.replicas(), now, RETENTION);
    }
  }

  private static void assertSame(RecommendationWindow window, List<Sample> all, long cutoff) {
    IntSummaryStatistics plain = inside(all, cutoff).mapToInt(Sample::replicas).summaryStatistics();
    int lowest = window.lowestAfter(cutoff);
    int highest = window.highestAfter(cutoff);
    if (plain.getCount() == 0) {
      assertThat(lowest).isNegative();
      assertThat(highest).isNegative();
      return;
    }
    assertThat(window.lowestReplicas(lowest)).isEqualTo(plain.getMin());
    assertThat(window.highestReplicas(highest)).isEqualTo(plain.getMax());
    assertThat(window.lowestTime(lowest)).isEqualTo(last(all, cutoff, plain.getMin()));
    assertThat(window.highestTime(highest)).isEqualTo(last(all, cutoff, plain.getMax()));
  }

  private static Stream<Sample> inside(List<Sample> all, long cutoff) {
    return all.stream().filter(sample -> sample.atMillis() > cutoff);
  }

  /** Until when a value holds: the time of its newest sample counts. */
  private static long last(List<Sample> all, long cutoff, int replicas) {
    return inside(all, cutoff)
        .filter(sample -> sample.replicas() == replicas)
        .mapToLong(Sample::atMillis)
        .max()
        .orElseThrow();
  }

  @Example
  void aWindowOfZeroHasNoSamples() {
    RecommendationWindow window = new RecommendationWindow();
    window.record(3, 1_000, RETENTION);
    assertThat(window.lowestAfter(1_000)).isNegative();
    assertThat(window.lowestAfter(999)).isNotNegative();
  }

  @Example
  void aTimeThatGoesBackIsTakenAsTheNewest() {
    SlidingExtreme highest = new SlidingExtreme(true);
    highest.add(1_000, 5);
    highest.add(400, 3);
    assertThat(highest.time(1)).isEqualTo(1_000);
    highest.add(400, 9);
    assertThat(highest.size()).isEqualTo(1);
    assertThat(highest.time(0)).isEqualTo(1_000);
  }

  @Example
  void keepsAHandfulOfSamplesHoweverManyCome() {
    RecommendationWindow window = new RecommendationWindow();
    for (int i = 0; i < 100_000; i++) {
      window.record(2 + i % 5, i, 1_000_000);
    }
    assertThat(window.snapshot()).hasSizeLessThanOrEqualTo(10);
  }

  @Example
  void forgetsWhatNoWindowCanSee() {
    SlidingExtreme lowest = new SlidingExtreme(false);
    for (int i = 0; i < 10; i++) {
      lowest.add(i, i);
    }
    lowest.expire(4);
    assertThat(lowest.size()).isEqualTo(5);
    assertThat(lowest.value(0)).isEqualTo(5);
    assertThat(lowest.firstAfter(20)).isNegative();
  }
}
