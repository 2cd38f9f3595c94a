package dev.flyball.controller.scalers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.Reports;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyChanges;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.metrics.api.Admission;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.api.http.MetricsApi;
import dev.flyball.metrics.api.http.MetricsApiSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.parsetools.RecordParser;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What watches may use up, and what they are told when nothing happens. */
@Timeout(60)
class ScalerWatchesTest {
  private static final String WATCH = "/apis/flyball.dev/v1alpha1/scalers?watch=true";
  private static final PolicyId A = new PolicyId("shop", "a", "a");
  private static final PolicyId GONE = new PolicyId("shop", "gone", "gone");

  private final Vertx vertx = Vertx.vertx();
  private final TestingSource source = new TestingSource();
  private final HttpClient http =
      vertx.createHttpClient(new HttpClientOptions(), new PoolOptions().setHttp1MaxSize(10));
  private HttpServer server;

  /** Has no metrics. */
  private static final class NoMetrics implements MetricsProvider {
    @Override
    public Future<Catalog> catalog() {
      return Future.succeededFuture(new Catalog(List.of(), List.of()));
    }

    @Override
    public Future<Answer<ExternalValue>> external(ExternalQuery query) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }

    @Override
    public Future<Answer<CustomValue>> custom(CustomQuery query) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }
  }

  @BeforeEach
  void listen() {
    source.changes =
        since ->
            new PolicyChanges(
                now(), now() * 1000, since == 0, true, List.of(Reports.scalingUp(A)), List.of());
    Scalers scalers =
        new Scalers(vertx, source, Clock.systemUTC(), new ScalerWatches.Limits(2, 300, 500, 1_000));
    Caller caller = new Caller("ann", "", List.of(), Map.of());
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    new MetricsApi(
                        new NoMetrics(),
                        (request, asked) ->
                            Future.succeededFuture(new Admission.Verdict.Allowed(caller)),
                        Clock.systemUTC(),
                        MetricsApiSettings.of("1").withObjects(List.of(scalers))))
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(20, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    }
  }

  private HttpClientResponse open(String path) {
    return await(
        http.request(HttpMethod.GET, server.actualPort(), "127.0.0.1", path)
            .compose(request -> request.send().onSuccess(HttpClientResponse::pause)));
  }

  private static BlockingQueue<JsonNode> events(HttpClientResponse response) {
    BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    response.handler(
        RecordParser.newDelimited(
            "\n", line -> events.add(JsonMapper.shared().readTree(line.getBytes()))));
    response.resume();
    return events;
  }

  private static JsonNode next(BlockingQueue<JsonNode> events) throws InterruptedException {
    JsonNode event = events.poll(20, TimeUnit.SECONDS);
    assertThat(event).as("an event").isNotNull();
    return event;
  }

  @Test
  void oneTooManyIsTurnedAwayUntilAnotherLeaves() throws Exception {
    HttpClientResponse first = open(WATCH);
    HttpClientResponse second = open(WATCH);
    next(events(first));
    next(events(second));
    HttpClientResponse third = open(WATCH);
    assertThat(third.statusCode()).isEqualTo(429);
    await(first.request().connection().close());
    assertThat(statusOnceThereIsRoom()).isEqualTo(200);
  }

  private int statusOnceThereIsRoom() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    int status;
    do {
      HttpClientResponse response = open(WATCH);
      status = response.statusCode();
      response.resume();
    } while (status != 200 && System.nanoTime() < deadline);
    return status;
  }

  @Test
  void whoAsksForBookmarksIsToldVersionsWhereNothingHappens() throws Exception {
    BlockingQueue<JsonNode> events = events(open(WATCH + "&allowWatchBookmarks=true"));
    JsonNode added = next(events);
    assertThat(added.path("type").asString()).isEqualTo("ADDED");
    long before = version(added);
    for (int i = 0; i < 2; i++) {
      JsonNode mark = next(events);
      assertThat(mark.path("type").asString()).isEqualTo("BOOKMARK");
      assertThat(version(mark)).isGreaterThan(before);
      before = version(mark);
    }
  }

  private static long version(JsonNode event) {
    return Long.parseLong(event.at("/object/metadata/resourceVersion").asString());
  }

  @Test
  void whoTakesNothingIsCutOff() {
    AtomicInteger count = new AtomicInteger();
    source.changes =
        since -> {
          PolicyReport report = Reports.scalingUp(A);
          Map<String, String> labels =
              Map.of("large", "x".repeat(1 << 20) + count.incrementAndGet());
          return new PolicyChanges(
              now(),
              now() * 1000,
              since == 0,
              true,
              List.of(ScalerStoreTest.with(report, 1, labels)),
              List.of());
        };
    // A client that does not read does not see either that it was cut off: there is room again.
    HttpClientResponse slow = open(WATCH);
    events(open(WATCH));
    assertThat(slow.statusCode()).isEqualTo(200);
    assertThat(open(WATCH).statusCode()).isEqualTo(429);
    assertThat(statusOnceThereIsRoom()).isEqualTo(200);
  }

  /** Its version is of another replica, from before this one was asked anything. */
  @Test
  void whoComesFromAnotherReplicaIsToldOfAllAndOfWhoIsGone() throws Exception {
    long listed = now() * 1000 - 1;
    source.changes =
        since ->
            new PolicyChanges(
                now(),
                now() * 1000,
                since == 0,
                true,
                List.of(Reports.scalingUp(A)),
                since == listed ? List.of(GONE) : List.of());
    BlockingQueue<JsonNode> events = events(open(WATCH + "&resourceVersion=" + listed));
    JsonNode gone = next(events);
    assertThat(gone.path("type").asString()).isEqualTo("DELETED");
    assertThat(gone.at("/object/metadata/name").asString()).isEqualTo("gone");
    JsonNode there = next(events);
    assertThat(there.path("type").asString()).isEqualTo("MODIFIED");
    assertThat(there.at("/object/metadata/name").asString()).isEqualTo("a");
  }
}
