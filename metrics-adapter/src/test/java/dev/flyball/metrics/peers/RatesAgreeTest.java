package dev.flyball.metrics.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.flyball.metrics.exposition.ExpositionLimits;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesRow;
import dev.flyball.metrics.series.SeriesStore;
import dev.flyball.metrics.source.promql.InstantVector;
import dev.flyball.metrics.source.promql.PromQlClient;
import dev.flyball.metrics.source.promql.PromQlLimits;
import dev.flyball.metrics.source.promql.PromQlResult;
import dev.flyball.metrics.source.promql.TestingLoop;
import dev.flyball.metrics.source.scrape.PodScraper;
import dev.flyball.metrics.source.scrape.ScrapeListener;
import dev.flyball.metrics.source.scrape.ScrapeSettings;
import dev.flyball.metrics.source.scrape.ScrapeTarget;
import dev.flyball.metrics.source.scrape.ScrapedSeries;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Flyball's scraper and a real server scrape the same pods, each at its own moments, and the rates
 * that they compute for the same moment agree within 2 %.
 *
 * <p>What is compared: Flyball divides the increase between the first and the last sample inside
 * the window by the time between these two. Prometheus' {@code rate} extrapolates that increase to
 * the ends of the window and divides by its length, which gives the same where samples are regular
 * and the counter does not start near zero. VictoriaMetrics counts from the last sample before the
 * window. So three things can differ, each bounded by one scrape interval in the window, which is
 * 0.25 s in 20 s, or 1.25 %:
 *
 * <ul>
 *   <li>the time that is looked at, by one interval: matters for rates that change, and for bursts,
 *       whose number is the same while the time that it is divided by is not;
 *   <li>what a counter gained between its last scrape and a restart, which nobody sees: up to one
 *       interval of it, and each scraper misses another part;
 *   <li>the age of the latest sample, up to one interval.
 * </ul>
 *
 * <p>A burst that fell between the edges of two scrapers' windows would be one burst in four, 25 %;
 * no formula can agree on that. Bursts come every 5 s here, and rates are taken 2.5 s after one:
 * the window is a multiple of 5 s long, so both its edges are as far from any burst as can be.
 */
class RatesAgreeTest {
  private static final String NAMESPACE = TestingPods.NAMESPACE;
  private static final String METRIC = "http_requests_total";
  private static final long INTERVAL_MILLIS = 250;
  private static final long WINDOW_SECONDS = 20;
  private static final double BURST_SECONDS = 5;
  private static final int COMPARISONS = 2;
  private static final int MOST_MOMENTS = 10;

  @TempDir private Path folder;
  private final TestingLoop loop = new TestingLoop();
  private final TestingPods pods = new TestingPods();
  private final SeriesStore store = new SeriesStore();
  private volatile double restartAt = Double.POSITIVE_INFINITY;

  @AfterEach
  void close() {
    pods.close();
    loop.close();
  }

  private void addPods() {
    pods.add("steady", t -> 50_000 + 100 * t);
    pods.add("rising", t -> 50_000 + 100 * t + 2 * t * t);
    pods.add("bursty", t -> 50_000 + 700 * Math.floor(t / BURST_SECONDS));
    pods.add("restarting", t -> t < restartAt ? 50_000 + 100 * t : 100 * (t - restartAt));
  }

  @Test
  void ratesAgreeWithinTwoPercent() throws IOException {
    addPods();
    try (RealServers servers =
        RealServers.start(folder, pods.scrapeConfig(INTERVAL_MILLIS + "ms"))) {
      Assumptions.assumeFalse(servers.all().isEmpty(), "there is no server to compare with");
      PodScraper scraper = scraper();
      List<PromQlClient> clients =
          servers.all().stream()
              .map(
                  server ->
                      new PromQlClient(
                          loop.context(),
                          Clock.systemUTC(),
                          server.endpoint(),
                          PromQlLimits.DEFAULT))
              .toList();
      // By then all have scraped for a whole window; the restart lies in each of the windows.
      double first =
          BURST_SECONDS * (Math.ceil((pods.seconds() + WINDOW_SECONDS) / BURST_SECONDS) + 0.5);
      // A second off the middle, so that no later moment has it at the edge of its window.
      restartAt = first - WINDOW_SECONDS / 2.0 + 1;
      int compared = 0;
      for (int i = 0; i < MOST_MOMENTS && compared < COMPARISONS; i++) {
        Taken flyball = taken(first + i * BURST_SECONDS);
        if (flyball.punctual()) {
          clients.forEach(client -> compare(client, flyball));
          compared++;
        }
      }
      assertThat(compared)
          .as("moments at which no pod was scraped late, of %d", MOST_MOMENTS)
          .isEqualTo(COMPARISONS);
      loop.get(scraper::close);
    }
  }

  private PodScraper scraper() {
    return loop.get(
        () -> {
          ScrapeSettings settings =
              new ScrapeSettings(16, 2_000, 16, ExpositionLimits.DEFAULT, false);
          PodScraper scraper =
              new PodScraper(loop.vertx(), store, Clock.systemUTC(), settings, new Silent());
          scraper.series(
              List.of(
                  new ScrapedSeries(
                      METRIC,
                      SeriesKind.COUNTER,
                      METRIC,
                      List.of(),
                      INTERVAL_MILLIS,
                      TimeUnit.SECONDS.toMillis(WINDOW_SECONDS))));
          pods.targets().forEach(scraper::put);
          return Future.succeededFuture(scraper);
        });
  }

  private static final class Silent implements ScrapeListener {
    @Override
    public void sampled(ScrapeTarget target, long atMillis) {}
  }

  /**
   * Flyball's rates at one moment, which has to be the present one.
   *
   * @param punctual whether the samples of every pod reach from one edge of the window to the
   *     other, less an interval; on a machine that has no time for scrapes they do not, and the
   *     bounds above say nothing
   */
  private record Taken(long atMillis, Map<String, Double> rates, boolean punctual) {}

  private void compare(PromQlClient client, Taken flyball) {
    awaitSamplesAfter(client, flyball.atMillis);
    InstantVector server =
        query(
            client,
            "rate(%s{namespace=\"%s\"}[%ds] @ %s)"
                .formatted(METRIC, NAMESPACE, WINDOW_SECONDS, seconds(flyball.atMillis)));
    Map<String, Double> theirs = new HashMap<>();
    server.by("pod").forEach((pod, sample) -> theirs.put(pod, sample.value()));
    System.out.printf(
        Locale.ROOT, "%s: Flyball %s, the server %s%n", client.endpoint(), flyball.rates, theirs);
    assertThat(theirs).hasSize(pods.targets().size());
    assertThat(flyball.rates)
        .allSatisfy(
            (pod, rate) ->
                assertThat(rate)
                    .as("%s at %s, %s", pod, client.endpoint(), theirs)
                    .isCloseTo(theirs.get(pod), within(0.02 * theirs.get(pod))));
  }

  private Taken taken(double podSeconds) {
    long wait = Math.max(1, Math.round((podSeconds - pods.seconds()) * 1_000));
    return loop.get(() -> loop.vertx().timer(wait, TimeUnit.MILLISECONDS).map(fired -> taken()));
  }

  private Taken taken() {
    long now = System.currentTimeMillis();
    Map<String, Double> rates = new HashMap<>();
    boolean punctual = true;
    for (ScrapeTarget target : pods.targets()) {
      SeriesRow row = store.row(METRIC, NAMESPACE, target.pod());
      rates.put(target.pod(), row.value(now));
      punctual &= row.windowMillis(now) >= WINDOW_SECONDS * 1_000 - 1.5 * INTERVAL_MILLIS;
    }
    return new Taken(now, rates, punctual);
  }

  /** A server shows samples some time after it has scraped them. */
  private void awaitSamplesAfter(PromQlClient client, long atMillis) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(15);
    String latest = "min(timestamp(" + METRIC + "))";
    while (true) {
      InstantVector vector = query(client, latest);
      if (!vector.samples().isEmpty() && vector.samples().getFirst().value() > atMillis / 1_000.0) {
        return;
      }
      assertThat(System.nanoTime()).as("samples after %s", atMillis).isLessThan(deadline);
      loop.get(() -> loop.vertx().timer(100, TimeUnit.MILLISECONDS).map(0L));
    }
  }

  private InstantVector query(PromQlClient client, String query) {
    return switch (loop.get(() -> client.query(query))) {
      case PromQlResult.Got<InstantVector>(InstantVector vector) -> vector;
      case PromQlResult.Failed<InstantVector> failed -> throw new AssertionError(failed);
    };
  }

  private static String seconds(long millis) {
    return String.format(Locale.ROOT, "%.3f", millis / 1_000.0);
  }
}
