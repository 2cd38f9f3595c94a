package dev.flyball.metrics.source.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.source.promql.PromQlFailure.Kind;
import dev.flyball.metrics.source.promql.PrometheusEndpoint.BasicAuth;
import dev.flyball.metrics.source.promql.TestingPrometheus.Asked;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PromQlClientTest {
  private static final PromQlLimits LIMITS = new PromQlLimits(10_000, 2, 8, Duration.ofHours(1));

  private final TestingLoop loop = new TestingLoop();
  private final TestingPrometheus server = new TestingPrometheus();

  @AfterEach
  void close() {
    server.close();
    loop.close();
  }

  private PromQlClient client(PrometheusEndpoint endpoint) {
    return new PromQlClient(loop.context(), Clock.systemUTC(), endpoint, LIMITS);
  }

  private PrometheusEndpoint with(Duration timeout) {
    return new PrometheusEndpoint(
        server.url(), timeout, Map.of(), Optional.empty(), Optional.empty(), Optional.empty());
  }

  private PromQlFailure failure(PromQlClient client) {
    return switch (loop.get(() -> client.query("up"))) {
      case PromQlResult.Failed<InstantVector>(PromQlFailure failure) -> failure;
      case PromQlResult.Got<InstantVector> got -> throw new AssertionError("an answer: " + got);
    };
  }

  private InstantVector answer(PromQlClient client, String query) {
    return switch (loop.get(() -> client.query(query))) {
      case PromQlResult.Got<InstantVector>(InstantVector vector) -> vector;
      case PromQlResult.Failed<InstantVector>(PromQlFailure failure) ->
          throw new AssertionError(failure.toString());
    };
  }

  @Test
  void asksForNowAndReadsAVector() {
    server.when("rate(x[1m])", "{\"pod\":\"a\",\"code\":\"2\"} 1.5", "{} -3");
    InstantVector vector = answer(client(server.endpoint()), "rate(x[1m])");
    assertThat(vector.samples())
        .containsExactly(
            new PromQlSample(Map.of("pod", "a", "code", "2"), 1.5, 1_700_000_000_250L),
            new PromQlSample(Map.of(), -3, 1_700_000_000_250L));
    assertThat(vector.samples().getFirst().milli()).isEqualTo(1500);
    Asked question = server.asked.remove();
    assertThat(question.method()).isEqualTo(HttpMethod.POST);
    assertThat(question.path()).isEqualTo("/api/v1/query");
    assertThat(question.field("nocache")).isEqualTo("1");
    assertThat(question.field("timeout")).isEqualTo("30000ms");
    assertThat(question.headers().get("Accept-Encoding")).isEqualTo("gzip");
  }

  @Test
  void valuesThatAreNoNumbersAreAbsent() {
    server.when("x", "{\"pod\":\"a\"} NaN", "{\"pod\":\"b\"} +Inf", "{\"pod\":\"c\"} 0");
    assertThat(answer(client(server.endpoint()), "x").by("pod")).containsOnlyKeys("c");
  }

  @Test
  void aPathAndHeadersOfTheEndpoint() {
    PrometheusEndpoint endpoint =
        new PrometheusEndpoint(
            URI.create(server.url() + "/select/0/prometheus/"),
            Duration.ofSeconds(30),
            Map.of("X-Scope-OrgID", "shop"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    assertThat(answer(client(endpoint), "up").samples()).isEmpty();
    assertThat(server.asked.peek().path()).isEqualTo("/select/0/prometheus/api/v1/query");
    assertThat(server.asked.peek().headers().get("X-Scope-OrgID")).isEqualTo("shop");
  }

  @Test
  void namesOfSeriesAndLabels() {
    server.whenNames("up{a=\"b\"}", "up").whenLabels("up{a=\"b\"}", "__name__", "a");
    PromQlClient client = client(server.endpoint());
    assertThat(loop.get(() -> client.labelValues("__name__", "up{a=\"b\"}")))
        .isEqualTo(new PromQlResult.Got<>(List.of("up")));
    assertThat(loop.get(() -> client.labelNames("up{a=\"b\"}")))
        .isEqualTo(new PromQlResult.Got<>(List.of("__name__", "a")));
    long start = Long.parseLong(server.asked.peek().field("start"));
    assertThat(System.currentTimeMillis() / 1000 - start).isBetween(3_600L, 3_620L);
  }

  @Test
  void aServerWithoutPostIsAskedByGet() {
    server.misbehave(
        request -> {
          if (HttpMethod.POST.equals(request.method())) {
            request.response().setStatusCode(405).end();
          } else {
            request.response().end(TestingPrometheus.vector("{\"pod\":\"a\"} 1"));
          }
        });
    PromQlClient client = client(server.endpoint());
    assertThat(answer(client, "up").samples()).hasSize(1);
    assertThat(answer(client, "up").samples()).hasSize(1);
    assertThat(server.asked.stream().map(Asked::method))
        .containsExactly(HttpMethod.POST, HttpMethod.GET, HttpMethod.GET);
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        argumentSet(
            "a wrong query",
            answering(400, "{\"status\":\"error\",\"error\":\"parse error\\nat 1\"}"),
            Kind.REFUSED,
            "status 400: parse error at 1",
            1),
        argumentSet("no access", answering(403, "no"), Kind.REFUSED, "status 403", 1),
        argumentSet("a broken server", answering(500, "oops"), Kind.SERVER, "status 500", 2),
        argumentSet("too many requests", answering(429, ""), Kind.SERVER, "status 429", 2),
        argumentSet(
            "an error with status 200",
            answering(200, "{\"status\":\"error\",\"error\":\"no\"}"),
            Kind.REFUSED,
            "status 200: no",
            1),
        argumentSet(
            "a page", answering(200, "<html>"), Kind.GARBLED, "the answer cannot be read", 2),
        argumentSet(
            "half an answer",
            answering(200, "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\""),
            Kind.GARBLED,
            "ends before its end",
            2),
        argumentSet("another object", answering(200, "{}"), Kind.GARBLED, "status is missing", 2),
        argumentSet("an array", answering(200, "[]"), Kind.GARBLED, "it is no object", 2),
        argumentSet(
            "a matrix",
            answering(
                200, "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}"),
            Kind.REFUSED,
            "the query gives a matrix, not a vector",
            1),
        argumentSet(
            "a huge answer",
            answering(200, "[" + "1,".repeat(20_000) + "1]"),
            Kind.TOO_LARGE,
            "longer than 10000 bytes",
            1),
        argumentSet(
            "a connection that breaks",
            (Consumer<HttpServerRequest>) request -> request.connection().close(),
            Kind.CONNECTION,
            "no answer",
            2));
  }

  private static Consumer<HttpServerRequest> answering(int status, String body) {
    return request -> request.response().setStatusCode(status).end(body);
  }

  @ParameterizedTest
  @MethodSource
  void failures(Consumer<HttpServerRequest> misbehavior, Kind kind, String reason, int attempts) {
    server.misbehave(misbehavior);
    PromQlFailure failure = failure(client(server.endpoint()));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.reason()).contains(reason);
    assertThat(server.count()).as("attempts").isEqualTo(attempts);
  }

  @Test
  void aSecondTryMayGoWell() {
    server.when("up", "{\"pod\":\"a\"} 1");
    server.misbehave(
        request -> {
          server.misbehave(null);
          request.response().setStatusCode(503).end();
        });
    assertThat(answer(client(server.endpoint()), "up").samples()).hasSize(1);
    assertThat(server.count()).isEqualTo(2);
  }

  @Test
  void aSlowServerHasItsTimeAndNoMore() {
    server.misbehave(request -> {});
    PromQlFailure failure = failure(client(with(Duration.ofSeconds(1))));
    assertThat(failure).isEqualTo(new PromQlFailure(Kind.TIMEOUT, "no answer within 1000 ms"));
    assertThat(server.count()).isEqualTo(1);
  }

  @Test
  void aCompressedAnswerIsBoundedAsItUnpacks() {
    server.misbehave(request -> request.response().end(Buffer.buffer("0".repeat(1_000_000))));
    assertThat(failure(client(server.endpoint())).kind()).isIn(Kind.TOO_LARGE);
  }

  @Test
  void afterManyFailuresTheServerIsLeftAlone() {
    server.misbehave(answering(500, ""));
    PromQlClient client = client(server.endpoint());
    List<Kind> kinds = IntStream.range(0, 6).mapToObj(i -> failure(client).kind()).toList();
    assertThat(kinds).startsWith(Kind.SERVER, Kind.SERVER).endsWith(Kind.BREAKER_OPEN);
    int asked = server.count();
    assertThat(failure(client).kind()).isEqualTo(Kind.BREAKER_OPEN);
    assertThat(server.count()).isEqualTo(asked);
  }

  @Test
  void refusalsDoNotOpenTheBreaker() {
    server.misbehave(answering(400, "{\"status\":\"error\",\"error\":\"no\"}"));
    PromQlClient client = client(server.endpoint());
    assertThat(IntStream.range(0, 12).mapToObj(i -> failure(client).kind()))
        .containsOnly(Kind.REFUSED);
  }

  @Test
  void moreQuestionsThanMayWaitAreRefused() {
    server.misbehave(request -> {});
    PromQlClient client = client(with(Duration.ofMillis(500)));
    List<PromQlResult<InstantVector>> results =
        loop.get(
            () -> {
              var asked = IntStream.range(0, 10).mapToObj(i -> client.query("up")).toList();
              return Future.join(asked).map(all -> all.list());
            });
    assertThat(results.stream().map(r -> ((PromQlResult.Failed<?>) r).failure().kind()))
        .containsOnly(Kind.TIMEOUT, Kind.BUSY)
        .filteredOn(Kind.BUSY::equals)
        .hasSize(2);
  }

  @Test
  void aGoneServerIsNamedByTheAddressWithoutCredentials() {
    PrometheusEndpoint endpoint =
        new PrometheusEndpoint(
            URI.create("http://user:secret@127.0.0.1:1/vm"),
            Duration.ofSeconds(30),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    PromQlClient client = client(endpoint);
    assertThat(client.endpoint()).isEqualTo("http://127.0.0.1:1/vm");
    PromQlFailure failure = failure(client);
    assertThat(failure.kind()).isEqualTo(Kind.CONNECTION);
    assertThat(failure.reason()).startsWith("no connection: ").doesNotContain("secret");
  }

  @Test
  void aUserWithThePasswordOfAFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "s:3cret\n");
    PrometheusEndpoint endpoint =
        new PrometheusEndpoint(
            server.url(),
            Duration.ofSeconds(30),
            Map.of(),
            Optional.of(new BasicAuth("flyball", file.toString())),
            Optional.empty(),
            Optional.empty());
    assertThat(answer(client(endpoint), "up").samples()).isEmpty();
    assertThat(server.asked.peek().headers().get("Authorization"))
        .isEqualTo("Basic Zmx5YmFsbDpzOjNjcmV0");
  }

  private PrometheusEndpoint withToken(Path file) {
    return new PrometheusEndpoint(
        server.url(),
        Duration.ofSeconds(30),
        Map.of(),
        Optional.empty(),
        Optional.of(file.toString()),
        Optional.empty());
  }

  @Test
  void aTokenIsReadAgainWhenItIsRefused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("token"), "old\n");
    server.misbehave(
        request -> {
          boolean fresh = "Bearer new".equals(request.getHeader("Authorization"));
          request.response().setStatusCode(fresh ? 200 : 401).end(TestingPrometheus.vector());
        });
    PromQlClient client = client(withToken(file));
    assertThat(failure(client).reason()).isEqualTo("status 401");
    Files.writeString(file, "new");
    assertThat(answer(client, "up").samples()).isEmpty();
  }

  @Test
  void filesWithoutAUsableToken(@TempDir Path folder) throws IOException {
    Path absent = folder.resolve("absent");
    assertThat(failure(client(withToken(absent))))
        .isEqualTo(new PromQlFailure(Kind.CREDENTIALS, "the file " + absent + " cannot be read"));
    Path two = Files.writeString(folder.resolve("two"), "secret\nlines");
    assertThat(failure(client(withToken(two))))
        .isEqualTo(
            new PromQlFailure(Kind.CREDENTIALS, "the file " + two + " does not hold one line"));
    assertThat(server.count()).isZero();
  }
}
