package dev.flyball.metrics.source.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeWheelTest {
  @ParameterizedTest
  @ValueSource(longs = {100, 1_000, 5_000, 7_777, 60_000})
  void turnsOnceAnInterval(long interval) {
    ScrapeWheel wheel = new ScrapeWheel(interval, 0);
    List<PodScrape> pods = fill(wheel, 1_000);
    Map<PodScrape, Integer> seen = new HashMap<>();
    int most = 0;
    for (long now = 1; now <= 3 * interval; now++) {
      int[] atOnce = {0};
      wheel.turn(
          now,
          pod -> {
            seen.merge(pod, 1, Integer::sum);
            atOnce[0]++;
          });
      most = Math.max(most, atOnce[0]);
    }
    assertThat(seen).hasSize(pods.size());
    assertThat(seen.values()).containsOnly(3);
    assertThat(wheel.tickMillis()).isBetween(10L, 110L);
    long slots = interval / wheel.tickMillis();
    assertThat(most).isLessThan((int) (3 * 1_000 / slots + 15));
  }

  @Test
  void makesUpForOneTurnAtMostAndIgnoresAClockSetBack() {
    ScrapeWheel wheel = new ScrapeWheel(1_000, 0);
    List<PodScrape> pods = fill(wheel, 10);
    List<PodScrape> seen = new ArrayList<>();
    wheel.turn(60_000, seen::add);
    assertThat(seen).containsExactlyInAnyOrderElementsOf(pods);
    wheel.turn(0, seen::add);
    assertThat(seen).hasSize(10);
    wheel.turn(1_000, seen::add);
    assertThat(seen).hasSize(20);
    pods.forEach(wheel::remove);
    wheel.turn(2_000, seen::add);
    assertThat(seen).hasSize(20);
  }

  private static List<PodScrape> fill(ScrapeWheel wheel, int count) {
    List<PodScrape> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ScrapeTarget target =
          new ScrapeTarget("ns", "web-5d8f7-" + i, "u", "127.0.0.1", 80, "/metrics", false);
      pods.add(new PodScrape(target));
      wheel.add(pods.getLast());
    }
    return pods;
  }
}
