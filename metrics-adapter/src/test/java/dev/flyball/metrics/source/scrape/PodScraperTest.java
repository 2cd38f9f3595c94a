package dev.flyball.metrics.source.scrape;

import static dev.flyball.metrics.source.scrape.TestingScraper.RPS;
import static dev.flyball.metrics.source.scrape.TestingScraper.page;
import static dev.flyball.metrics.source.scrape.TestingScraper.series;
import static dev.flyball.metrics.source.scrape.TestingScraper.target;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.metrics.exposition.ExpositionLimits;
import dev.flyball.metrics.exposition.LabelMatcher;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesRow;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PfxOptions;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodScraperTest {
  @Test
  void scrapesACounterIntoARate() {
    try (TestingScraper testing = new TestingScraper(ScrapeSettings.DEFAULT)) {
      ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
      AtomicInteger requests = new AtomicInteger();
      int port =
          testing.http(
              request -> {
                for (String header :
                    List.of("Accept", "Accept-Encoding", "X-Prometheus-Scrape-Timeout-Seconds")) {
                  asked.add(header + "=" + request.getHeader(header));
                }
                request
                    .response()
                    .putHeader("Content-Type", "application/openmetrics-text; version=1.0.0")
                    .end(page(requests.incrementAndGet()) + "# EOF\n");
              });
      testing.scrape(200, target("web", port));
      for (int i = 0; i < 3; i++) {
        testing.nextSample("web");
      }
      assertThat(asked)
          .startsWith(
              "Accept=application/openmetrics-text;version=1.0.0,"
                  + "text/plain;version=0.0.4;q=0.5,*/*;q=0.1",
              "Accept-Encoding=gzip",
              "X-Prometheus-Scrape-Timeout-Seconds=0.2");
      SeriesRow row = testing.on(() -> testing.store.row(RPS, "ns", "web"));
      double rate = testing.on(() -> row.value(row.sampledAt()));
      assertThat(rate).isBetween(3.0, 7.0); // One more at each scrape, five scrapes a second.
    }
  }

  @Test
  void readsGzip() {
    try (TestingScraper testing = new TestingScraper(ScrapeSettings.DEFAULT)) {
      String filler = "other_metric{a=\"b\"} 1\n".repeat(5_000);
      int port = testing.http(request -> request.response().end(filler + page(1)));
      testing.scrape(200, target("web", port));
      testing.nextSample("web");
      assertThat(testing.on(() -> testing.scraper.totals().bytes())).isGreaterThan(100_000);
    }
  }

  @Test
  void keepsConnectionsUpToTheBoundAndClosesThemBeyond() {
    for (int kept : new int[] {10, 0}) {
      ScrapeSettings settings = new ScrapeSettings(8, 2_000, kept, ExpositionLimits.DEFAULT, false);
      try (TestingScraper testing = new TestingScraper(settings)) {
        Set<Object> connections = new HashSet<>();
        int port =
            testing.http(
                request -> {
                  connections.add(request.remoteAddress());
                  request.response().end(page(connections.size()));
                });
        testing.scrape(100, target("web", port));
        for (int i = 0; i < 4; i++) {
          testing.nextSample("web");
        }
        testing.run(() -> testing.scraper.remove("ns", "web"));
        assertThat(connections.size()).isGreaterThanOrEqualTo(kept == 0 ? 4 : 1);
        assertThat(connections.size()).isLessThan(kept == 0 ? 100 : 2);
      }
    }
  }

  @Test
  void neverScrapesMorePodsAtOnceThanTheBound() {
    ScrapeSettings settings = new ScrapeSettings(4, 2_000, 100, ExpositionLimits.DEFAULT, false);
    try (TestingScraper testing = new TestingScraper(settings)) {
      AtomicInteger now = new AtomicInteger();
      AtomicInteger most = new AtomicInteger();
      ScrapeTarget[] targets = new ScrapeTarget[60];
      for (int i = 0; i < targets.length; i++) {
        int port =
            testing.http(
                request -> {
                  most.accumulateAndGet(now.incrementAndGet(), Math::max);
                  testing
                      .servers()
                      .setTimer(
                          20,
                          fired -> {
                            now.decrementAndGet();
                            request.response().end(page(1));
                          });
                });
        targets[i] = target("web-" + i, port);
      }
      testing.scrape(200, targets);
      Set<String> sampled = new HashSet<>();
      while (sampled.size() < targets.length) {
        sampled.add(testing.next(report -> report.failure() == null).target().pod());
      }
      assertThat(most.get()).isBetween(2, 4);
      // Sixty pods at four at once and 20 ms each take 300 ms: every further round falls behind.
      for (int i = 0; i < 3 * targets.length && overdue(testing) == 0; i++) {
        testing.next(report -> report.failure() == null);
      }
      assertThat(overdue(testing)).isPositive();
      assertThat(testing.on(testing.scraper::inFlight)).isBetween(0, 4);
    }
  }

  private static long overdue(TestingScraper testing) {
    return testing.on(() -> testing.scraper.totals().overdue());
  }

  @Test
  void changesSeriesWhileItRuns() {
    try (TestingScraper testing = new TestingScraper(ScrapeSettings.DEFAULT)) {
      int port =
          testing.http(
              request ->
                  request
                      .response()
                      .end(
                          page(1)
                              + "http_requests_total{code=\"500\"} 5\n"
                              + "queue_depth{queue=\"a\"} 7\nqueue_depth{queue=\"b\"} 11\n"));
      testing.scrape(5_000, target("web", port));
      ScrapedSeries depth =
          new ScrapedSeries(
              "depth",
              SeriesKind.GAUGE,
              "queue_depth",
              List.of(LabelMatcher.equal("queue", "b")),
              100,
              1_000);
      testing.run(() -> testing.scraper.series(List.of(depth)));
      testing.nextSample("web");
      assertThat(testing.on(() -> testing.store.names())).containsExactly("depth");
      SeriesRow row = testing.on(() -> testing.store.row("depth", "ns", "web"));
      assertThat(testing.on(() -> row.milli(row.sampledAt()))).isEqualTo(11_000);

      ScrapedSeries all =
          new ScrapedSeries("depth", SeriesKind.GAUGE, "queue_depth", List.of(), 100, 1_000);
      testing.run(
          () -> {
            testing.scraper.series(List.of(all, series(100)));
            testing.forgetReports();
            assertThat(row.sampledAt()).isEqualTo(SeriesRow.MISSING);
          });
      testing.nextSample("web");
      assertThat(testing.on(() -> row.milli(row.sampledAt()))).isEqualTo(18_000);
      testing.run(() -> testing.scraper.series(List.of()));
      assertThat(testing.on(row::isLive)).isFalse();
    }
  }

  @Test
  void givesUpTheScrapeOfARemovedPod() {
    try (TestingScraper testing = new TestingScraper(ScrapeSettings.DEFAULT)) {
      AtomicInteger closed = new AtomicInteger();
      CountDownLatch asked = new CountDownLatch(1);
      CountDownLatch gone = new CountDownLatch(1);
      int port =
          testing.tcp(
              socket -> {
                socket.handler(request -> asked.countDown());
                socket.closeHandler(
                    end -> {
                      closed.incrementAndGet();
                      gone.countDown();
                    });
              });
      testing.scrape(1_000, target("web", port));
      SeriesRow row = testing.on(() -> testing.store.row(RPS, "ns", "web"));
      assertThat(await(asked)).isTrue();
      testing.run(() -> testing.scraper.remove("ns", "web"));
      assertThat(testing.on(testing.scraper::inFlight)).isZero();
      assertThat(testing.on(row::isLive)).isFalse();
      assertThat(await(gone)).isTrue();
      assertThat(testing.hasReports()).isFalse();
      assertThat(testing.on(() -> testing.scraper.status("ns", "web"))).isNull();
    }
  }

  private static boolean await(CountDownLatch latch) {
    try {
      return latch.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void startsAnewWhenAnotherPodTakesTheName() {
    try (TestingScraper testing = new TestingScraper(ScrapeSettings.DEFAULT)) {
      testing.scrape(100, target("web-0", testing.healthy()));
      testing.nextSample("web-0");
      testing.nextSample("web-0");
      SeriesRow row = testing.on(() -> testing.store.row(RPS, "ns", "web-0"));
      int other = testing.healthy();
      testing.run(
          () -> {
            testing.scraper.put(
                new ScrapeTarget("ns", "web-0", "uid-2", "127.0.0.1", other, "/metrics", false));
            assertThat(row.sampledAt()).isEqualTo(SeriesRow.MISSING);
            testing.forgetReports();
          });
      assertThat(testing.nextSample("web-0").target().uid()).isEqualTo("uid-2");
      assertThat(testing.on(testing.scraper::targets)).isEqualTo(1);
    }
  }

  @Test
  void asksADeadPodLessOftenAndFindsItWhenItIsBack() {
    try (TestingScraper testing = new TestingScraper(ScrapeSettings.DEFAULT)) {
      AtomicBoolean dead = new AtomicBoolean(true);
      int port =
          testing.http(
              request -> {
                if (dead.get()) {
                  request.response().setStatusCode(503).end();
                } else {
                  request.response().end(page(1));
                }
              });
      testing.scrape(100, target("web", port));
      for (int i = 0; i < 5; i++) {
        testing.nextFailure("web");
      }
      assertThat(testing.on(() -> testing.scraper.status("ns", "web").backingOff())).isTrue();
      assertThat(testing.on(() -> testing.scraper.totals().backedOff())).isPositive();
      dead.set(false);
      testing.nextSample("web");
      ScrapeStatus status = testing.on(() -> testing.scraper.status("ns", "web"));
      assertThat(status.backingOff()).isFalse();
      assertThat(status.consecutiveFailures()).isZero();
      assertThat(status.lastFailure().message()).contains("503");
    }
  }

  @Test
  void verifiesCertificatesOnlyWhenAsked(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-dname",
                "CN=pod",
                "-alias",
                "pod",
                "-keystore",
                keys.toString())
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    for (boolean verify : new boolean[] {false, true}) {
      ScrapeSettings settings = new ScrapeSettings(8, 2_000, 10, ExpositionLimits.DEFAULT, verify);
      try (TestingScraper testing = new TestingScraper(settings)) {
        HttpServerOptions options =
            new HttpServerOptions()
                .setSsl(true)
                .setKeyCertOptions(
                    new PfxOptions().setPath(keys.toString()).setPassword("changeit"));
        int port = testing.http(options, request -> request.response().end(page(1)));
        testing.scrape(
            1_000, new ScrapeTarget("ns", "web", "u", "127.0.0.1", port, "/metrics", true));
        if (verify) {
          assertThat(testing.nextFailure("web").kind()).isEqualTo(ScrapeFailure.Kind.CONNECT);
        } else {
          testing.nextSample("web");
        }
      }
    }
  }

  @Test
  void refusesSeriesThatCannotHaveARate() {
    assertThatThrownBy(
            () -> new ScrapedSeries("s", SeriesKind.COUNTER, "m", List.of(), 5_000, 9_999))
        .hasMessageContaining("less than two intervals");
    assertThatThrownBy(() -> new ScrapedSeries("s", SeriesKind.GAUGE, "m", List.of(), 99, 1_000))
        .hasMessageContaining("below 100 ms");
  }
}
