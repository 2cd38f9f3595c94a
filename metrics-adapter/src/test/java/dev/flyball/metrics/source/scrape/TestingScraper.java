package dev.flyball.metrics.source.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesStore;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A scraper on its own event loop, pods on loopback, and a queue of what the scraper reports. */
final class TestingScraper implements AutoCloseable, ScrapeListener {
  static final String HOST = "127.0.0.1";
  static final String RPS = "http_requests_per_second";
  private static final long PATIENCE_SECONDS = 20;

  /** What the scraper reported of a pod: a failure, or a sample when that is null. */
  record Report(ScrapeTarget target, @Nullable ScrapeFailure failure) {
    boolean isSampleOf(String pod) {
      return failure == null && target.pod().equals(pod);
    }
  }

  final Vertx vertx = Vertx.vertx();
  final SeriesStore store = new SeriesStore();
  final PodScraper scraper;
  private final Vertx servers = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final BlockingQueue<Report> reports = new LinkedBlockingQueue<>();

  TestingScraper(ScrapeSettings settings) {
    scraper = on(() -> new PodScraper(vertx, store, Clock.systemUTC(), settings, this));
  }

  static ScrapedSeries series(long intervalMillis) {
    return new ScrapedSeries(
        RPS, SeriesKind.COUNTER, "http_requests_total", List.of(), intervalMillis, 10_000);
  }

  static ScrapeTarget target(String pod, int port) {
    return new ScrapeTarget("ns", pod, "uid-1", HOST, port, "/metrics", false);
  }

  @Override
  public void sampled(ScrapeTarget target, long atMillis) {
    reports.add(new Report(target, null));
  }

  @Override
  public void failed(ScrapeTarget target, ScrapeFailure failure) {
    reports.add(new Report(target, failure));
  }

  /** Runs on the scraper's context and waits. */
  <T> T on(Supplier<T> work) {
    CompletableFuture<T> done = new CompletableFuture<>();
    context.runOnContext(
        go -> {
          try {
            done.complete(work.get());
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    return done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  void run(Runnable work) {
    on(
        () -> {
          work.run();
          return true;
        });
  }

  void scrape(long intervalMillis, ScrapeTarget... targets) {
    run(
        () -> {
          scraper.series(List.of(series(intervalMillis)));
          List.of(targets).forEach(scraper::put);
        });
  }

  /** The next report that is wanted; others before it are dropped. */
  Report next(Predicate<Report> wanted) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      try {
        Report report = reports.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        assertThat(report).as("a report within %s s", PATIENCE_SECONDS).isNotNull();
        if (wanted.test(report)) {
          return report;
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  Report nextSample(String pod) {
    return next(report -> report.isSampleOf(pod));
  }

  ScrapeFailure nextFailure(String pod) {
    return next(report -> report.target().pod().equals(pod) && report.failure() != null).failure();
  }

  void forgetReports() {
    reports.clear();
  }

  boolean hasReports() {
    return !reports.isEmpty();
  }

  /** Starts a pod that answers HTTP; returns its port. */
  int http(Handler<HttpServerRequest> handler) {
    return http(new HttpServerOptions().setCompressionSupported(true), handler);
  }

  int http(HttpServerOptions options, Handler<HttpServerRequest> handler) {
    HttpServer server = servers.createHttpServer(options).requestHandler(handler);
    return server
        .listen(0, HOST)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join()
        .actualPort();
  }

  /** Starts a pod that says what it likes to any connection; returns its port. */
  int tcp(Handler<NetSocket> handler) {
    NetServer server = servers.createNetServer().connectHandler(handler);
    return server
        .listen(0, HOST)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join()
        .actualPort();
  }

  Vertx servers() {
    return servers;
  }

  /** A page whose counter has this value. */
  static String page(double value) {
    return "# TYPE http_requests_total counter\nhttp_requests_total{code=\"200\"} " + value + "\n";
  }

  /** A healthy pod whose counter rises by one a request. */
  int healthy() {
    AtomicLong requests = new AtomicLong();
    return http(request -> request.response().end(page((double) requests.incrementAndGet())));
  }

  @Override
  public void close() {
    on(scraper::close)
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    vertx
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
    servers
        .close()
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
        .join();
  }
}
