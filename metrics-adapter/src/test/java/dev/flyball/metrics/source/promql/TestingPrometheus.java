package dev.flyball.metrics.source.promql;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A server on loopback that answers what it is told to, and counts what it is asked. */
final class TestingPrometheus implements AutoCloseable {
  static final String HOST = "127.0.0.1";

  /** A question as it came. */
  record Asked(HttpMethod method, String path, MultiMap headers, String form) {
    /** The value of a field of the form or of the query string. */
    String field(String name) {
      for (String pair : form.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        if (parts.length == 2 && decoded(parts[0]).equals(name)) {
          return decoded(parts[1]);
        }
      }
      return "";
    }

    private static String decoded(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }

  final ConcurrentLinkedQueue<Asked> asked = new ConcurrentLinkedQueue<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();
  private final Vertx vertx = Vertx.vertx();
  private final HttpServer server;
  private volatile @Nullable Consumer<HttpServerRequest> misbehavior;

  TestingPrometheus() {
    this(new HttpServerOptions().setCompressionSupported(true));
  }

  TestingPrometheus(HttpServerOptions options) {
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(this::handle)
            .listen(0, HOST)
            .toCompletionStage()
            .toCompletableFuture()
            .orTimeout(20, TimeUnit.SECONDS)
            .join();
  }

  private void handle(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              String form =
                  HttpMethod.POST.equals(request.method())
                      ? body.toString()
                      : Optional.ofNullable(request.query()).orElse("");
              Asked question = new Asked(request.method(), request.path(), request.headers(), form);
              asked.add(question);
              answer(request, question);
            });
  }

  private void answer(HttpServerRequest request, Asked question) {
    String text = text(question);
    counts.computeIfAbsent(text, key -> new AtomicInteger()).incrementAndGet();
    Consumer<HttpServerRequest> instead = misbehavior;
    if (instead != null) {
      instead.accept(request);
    } else {
      request.response().end(answers.getOrDefault(text, vector()));
    }
  }

  private static String text(Asked question) {
    String path = question.path().substring(question.path().indexOf("/api/v1/") + 8);
    return path.equals("query") ? question.field("query") : path + " " + question.field("match[]");
  }

  /** Answers a query with rows such as {@code {"pod":"a"} 1.5}. */
  TestingPrometheus when(String query, String... rows) {
    answers.put(query, vector(rows));
    return this;
  }

  TestingPrometheus whenNames(String selector, String... names) {
    answers.put("label/__name__/values " + selector, list(names));
    return this;
  }

  TestingPrometheus whenLabels(String selector, String... labels) {
    answers.put("labels " + selector, list(labels));
    return this;
  }

  /** Does this to each request from now on; null for answers again. */
  void misbehave(@Nullable Consumer<HttpServerRequest> instead) {
    misbehavior = instead;
  }

  /** How often a query, or {@code labels SELECTOR}, was asked. */
  int count(String text) {
    AtomicInteger count = counts.get(text);
    return count == null ? 0 : count.get();
  }

  /** How many questions came in all. */
  int count() {
    return asked.size();
  }

  URI url() {
    return URI.create("http://" + HOST + ":" + server.actualPort());
  }

  PrometheusEndpoint endpoint() {
    return new PrometheusEndpoint(
        url(),
        Duration.ofSeconds(30),
        Map.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  static String vector(String... rows) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + List.of(rows).stream().map(TestingPrometheus::row).collect(Collectors.joining(","))
        + "]}}";
  }

  private static String row(String text) {
    int space = text.lastIndexOf(' ');
    return "{\"metric\":"
        + text.substring(0, space)
        + ",\"value\":[1700000000.25,\""
        + text.substring(space + 1)
        + "\"]}";
  }

  private static String list(String... names) {
    return "{\"status\":\"success\",\"data\":["
        + List.of(names).stream().map(n -> '"' + n + '"').collect(Collectors.joining(","))
        + "]}";
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
