package dev.flyball.metrics.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.sun.management.ThreadMXBean;
import dev.flyball.core.observe.PodSamples;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SeriesStoreTest {
  private static final String RPS = "http_requests_per_second";
  private static final long NONE = SeriesRow.MISSING;

  private final SeriesStore store = new SeriesStore();
  private final SampleBatch batch = new SampleBatch();

  /**
   * Samples of one counter, a window of 15 s, and its rate at a time in milli-units.
   *
   * @param samples seconds and values by turns
   */
  record RateRow(List<Double> samples, long atSeconds, long expectedMilli, int expectedWindow) {}

  private static RateRow rate(long at, long milli, int window, double... samples) {
    return new RateRow(DoubleStream.of(samples).boxed().toList(), at, milli, window);
  }

  private static Stream<Arguments> rates() {
    return Stream.of(
        argumentSet("none", rate(100, NONE, 0)),
        argumentSet("one sample", rate(100, NONE, 0, 100, 5)),
        argumentSet("two samples", rate(105, 2_000, 5000, 100, 10, 105, 20)),
        argumentSet("stands still", rate(105, 0, 5000, 100, 10, 105, 10)),
        argumentSet("three, first to last", rate(110, 3_000, 10000, 100, 0, 105, 30, 110, 30)),
        argumentSet(
            "window is open on the left",
            rate(115, 1_000, 10000, 100, 0, 105, 99, 110, 104, 115, 109)),
        argumentSet("no extrapolation", rate(112, 1_000, 5000, 105, 10, 110, 15)),
        argumentSet("reset counts in full", rate(110, 1_200, 10000, 100, 90, 105, 100, 110, 2)),
        argumentSet("two resets", rate(112, 1_000, 12000, 100, 50, 104, 4, 108, 8, 112, 4)),
        argumentSet("reset to zero", rate(105, 0, 5000, 100, 50, 105, 0)),
        argumentSet("gap longer than the window", rate(140, NONE, 0, 100, 0, 105, 10, 140, 500)),
        argumentSet("after a gap", rate(145, 2_000, 5000, 100, 0, 140, 500, 145, 510)),
        argumentSet("reset in a gap", rate(145, 2_000, 5000, 100, 900, 140, 500, 145, 510)),
        argumentSet("one sample left in the window", rate(117, NONE, 0, 100, 0, 105, 10)),
        argumentSet("both samples still in it", rate(114, 2_000, 5000, 100, 0, 105, 10)),
        argumentSet(
            "duplicate timestamp is ignored", rate(105, 2_000, 5000, 100, 0, 105, 10, 105, 99)),
        argumentSet("out of order is ignored", rate(105, 2_000, 5000, 100, 0, 105, 10, 103, 99)),
        argumentSet(
            "not a number is ignored", rate(110, 1_000, 10000, 100, 0, 105, Double.NaN, 110, 10)),
        argumentSet("clock set back", rate(55, 2_000, 5000, 100, 0, 105, 10, 50, 20, 55, 30)),
        argumentSet("fraction", rate(103, 333, 3000, 100, 0, 103, 1)),
        argumentSet("beyond exact integers", rate(105, 0, 5000, 100, 1e300, 105, 1e300)));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void givesTheRateOfACounter(RateRow row) {
    SeriesRow counter = counterOf("pod");
    for (int i = 0; i < row.samples().size(); i += 2) {
      record(counter, row.samples().get(i).longValue() * 1000, row.samples().get(i + 1));
    }
    long now = row.atSeconds() * 1000;
    assertThat(counter.milli(now)).isEqualTo(row.expectedMilli());
    assertThat(counter.windowMillis(now)).isEqualTo(row.expectedWindow());
  }

  @Test
  void seesResetsOfEachLabelSetForItself() {
    SeriesRow counter = counterOf("pod");
    page(counter, 0, 1, 100.0, 2, 50.0);
    page(counter, 5000, 1, 110.0, 2, 5.0);
    assertThat(counter.milli(5000)).isEqualTo(3_000); // 10 and 5 in 5 s; the sum alone fell.
  }

  @Test
  void takesAVanishedLabelSetForNoReset() {
    SeriesRow counter = counterOf("pod");
    page(counter, 0, 1, 1_000.0, 2, 1_000_000.0);
    page(counter, 5000, 1, 1_010.0);
    assertThat(counter.milli(5000)).isEqualTo(2_000);
  }

  @Test
  void countsANewLabelSetFromItsFirstValueOn() {
    SeriesRow counter = counterOf("pod");
    page(counter, 0, 1, 1_000.0);
    page(counter, 5000, 1, 1_000.0, 2, 500.0);
    page(counter, 10_000, 1, 1_000.0, 2, 510.0);
    assertThat(counter.milli(10_000)).isEqualTo(1_000);
  }

  @Test
  void countsTheFirstOfTwoEqualLabelSets() {
    SeriesRow counter = counterOf("pod");
    page(counter, 0, 1, 10.0, 1, 1_000.0);
    page(counter, 5000, 1, 20.0, 1, 9_000.0);
    assertThat(counter.milli(5000)).isEqualTo(2_000);
  }

  @Test
  void forgetsLabelSetsThatChurn() {
    LabelSetCounters counters = new LabelSetCounters();
    for (int i = 0; i < 1000; i++) {
      batch.clear();
      batch.add(1, i);
      batch.add(1000 + i, 5);
      double increase = counters.increase(batch, i * 5000L, 15_000);
      assertThat(increase).isEqualTo(i == 0 ? 0 : 1);
    }
    assertThat(counters.size()).isLessThan(12);
  }

  @Test
  void keepsManyLabelSets() {
    SeriesRow counter = counterOf("pod");
    for (int page = 0; page < 3; page++) {
      batch.clear();
      for (int set = 0; set < 5_000; set++) {
        batch.add(set * 0x9e3779b97f4a7c15L, set + page);
      }
      counter.record(batch, page * 5000L);
    }
    assertThat(counter.milli(10_000)).isEqualTo(1_000_000);
  }

  @Test
  void findsStaleValuesMissing() {
    store.define(new SeriesSpec("slow", SeriesKind.COUNTER, 60_000, 20_000));
    SeriesRow counter = row("slow", "pod");
    record(counter, 1000, 0);
    record(counter, 6000, 10);
    assertThat(counter.milli(26_000)).isEqualTo(2_000);
    assertThat(counter.milli(26_001)).isEqualTo(NONE);
    assertThat(counter.value(26_001)).isNaN();
  }

  @Test
  void givesTheLatestSumOfAGauge() {
    store.define(SeriesSpec.of("depth", SeriesKind.GAUGE, 15_000, 5_000));
    SeriesRow gauge = row("depth", "pod");
    assertThat(gauge.milli(0)).isEqualTo(NONE);
    page(gauge, 0, 1, 2.5, 2, 4.0);
    assertThat(gauge.milli(15_000)).isEqualTo(6_500);
    assertThat(gauge.sampledAt()).isZero();
    assertThat(gauge.milli(15_001)).isEqualTo(NONE);
    page(gauge, 20_000, 1, Double.POSITIVE_INFINITY);
    assertThat(gauge.milli(20_000)).isEqualTo(NONE);
  }

  @Test
  void datesSamplesAsThePageDoesButNeverInTheFuture() {
    SeriesRow counter = counterOf("pod");
    batch.clear();
    batch.add(1, 10, 99_000);
    counter.record(batch, 100_000);
    assertThat(counter.sampledAt()).isEqualTo(99_000);
    batch.clear();
    batch.add(1, 20, 999_000);
    counter.record(batch, 104_000);
    assertThat(counter.sampledAt()).isEqualTo(104_000);
    assertThat(counter.milli(104_000)).isEqualTo(2_000);
  }

  @Test
  void fillsARowOfAReading() {
    SeriesRow counter = counterOf("pod");
    PodSamples samples = new PodSamples(2).reset(2);
    assertThat(counter.readInto(samples, 1, 5000)).isFalse();
    assertThat(samples.has(1)).isFalse();
    record(counter, 0, 0);
    record(counter, 4000, 10);
    assertThat(counter.readInto(samples, 1, 5000)).isTrue();
    assertThat(samples.milli(1)).isEqualTo(2_500);
    assertThat(samples.at(1)).isEqualTo(4000);
    assertThat(samples.window(1)).isEqualTo(4000);
    assertThat(samples.has(0)).isFalse();
  }

  @Test
  void changesTheWindowInPlace() {
    SeriesRow counter = counterOf("pod");
    for (int second = 0; second <= 10; second += 5) {
      record(counter, second * 1000L, second < 10 ? 0 : 10);
    }
    assertThat(counter.milli(10_000)).isEqualTo(1_000);
    store.define(new SeriesSpec(RPS, SeriesKind.COUNTER, 10_000, 15_000));
    assertThat(counter.milli(10_000)).isEqualTo(2_000);
    assertThat(row(RPS, "pod")).isSameAs(counter);
  }

  @Test
  void removesPodsAndSeries() {
    SeriesRow one = counterOf("one");
    SeriesRow two = counterOf("two");
    store.define(SeriesSpec.of("depth", SeriesKind.GAUGE, 15_000, 5_000));
    SeriesRow depth = row("depth", "two");
    record(one, 0, 1);
    record(two, 0, 1);
    store.removePod("ns", "one");
    assertThat(one.isLive()).isFalse();
    record(one, 5000, 2);
    assertThat(one.milli(5000)).isEqualTo(NONE);
    store.remove(RPS);
    assertThat(two.isLive()).isFalse();
    assertThat(depth.isLive()).isTrue();
    assertThat(store.row(RPS, "ns", "two")).isNull();
    assertThat(store.names()).containsExactly("depth");
    List<String> left = new ArrayList<>();
    store.forEach("depth", row -> left.add(row.namespace() + "/" + row.pod()));
    assertThat(left).containsExactly("ns/two");
  }

  @Test
  void forgetsTheSamplesOfAPodThatWasReplaced() {
    SeriesRow counter = counterOf("pod");
    record(counter, 0, 100);
    record(counter, 5000, 200);
    store.clearPod("ns", "pod");
    assertThat(counter.isLive()).isTrue();
    assertThat(counter.milli(5000)).isEqualTo(NONE);
    record(counter, 6000, 1);
    record(counter, 8000, 3);
    assertThat(counter.milli(8000)).isEqualTo(1_000);
  }

  @Test
  void readsAndRecordsWithoutAllocation() {
    SeriesRow counter = counterOf("pod");
    PodSamples samples = new PodSamples(1).reset(1);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().threadId();
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 30; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 1000; i++) {
        long now = (round * 1000L + i + 1) * 5000;
        record(counter, now, (double) now);
        counter.readInto(samples, 0, now);
      }
      least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(samples.milli(0)).isEqualTo(1_000_000);
    assertThat(least).isZero();
  }

  private SeriesRow counterOf(String pod) {
    store.define(SeriesSpec.of(RPS, SeriesKind.COUNTER, 15_000, 5_000));
    return row(RPS, pod);
  }

  private SeriesRow row(String series, String pod) {
    SeriesRow row = store.row(series, "ns", pod);
    assertThat(row).isNotNull();
    return row;
  }

  private void record(SeriesRow row, long atMillis, double value) {
    batch.clear();
    batch.add(7, value);
    row.record(batch, atMillis);
  }

  private void page(SeriesRow row, long atMillis, Object... labelSetsAndValues) {
    batch.clear();
    for (int i = 0; i < labelSetsAndValues.length; i += 2) {
      batch.add((Integer) labelSetsAndValues[i], (Double) labelSetsAndValues[i + 1]);
    }
    row.record(batch, atMillis);
  }
}
