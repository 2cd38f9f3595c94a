package dev.flyball.controller.it;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A server that answers PromQL from a table, and remembers what it was asked. */
final class TestingPromQl implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Map<String, String> results = new ConcurrentHashMap<>();
  private final List<String> names = new CopyOnWriteArrayList<>();
  final List<String> queries = new CopyOnWriteArrayList<>();
  private final HttpServer server;

  TestingPromQl() {
    server =
        TestingController.await(
            vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1"));
  }

  private void serve(HttpServerRequest request) {
    String path = request.path() == null ? "" : request.path();
    request
        .body()
        .onSuccess(
            body ->
                request
                    .response()
                    .putHeader("Content-Type", "application/json")
                    .end(answer(path, body.toString())));
  }

  String url() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  /** Discovery finds a series of this name, with labels namespace and pod. */
  void has(String name) {
    names.add(name);
  }

  /** Answers a query with samples such as {@code {"metric": {…}, "value": [0, "1"]}}. */
  void answers(String query, String... samples) {
    results.put(query, String.join(",", samples));
  }

  static String sample(String labels, double value) {
    return "{\"metric\":{%s},\"value\":[%d.5,\"%s\"]}"
        .formatted(labels, System.currentTimeMillis() / 1000, value);
  }

  private String answer(String path, String form) {
    if (path.endsWith("/__name__/values")) {
      return data(quoted(names));
    }
    if (path.endsWith("/labels")) {
      return data(quoted(List.of("__name__", "namespace", "pod")));
    }
    String query =
        Stream.of(form.split("&", -1))
            .filter(field -> field.startsWith("query="))
            .map(field -> URLDecoder.decode(field.substring(6), StandardCharsets.UTF_8))
            .findFirst()
            .orElse("");
    queries.add(query);
    return data("{\"resultType\":\"vector\",\"result\":[" + results.getOrDefault(query, "") + "]}");
  }

  private static String quoted(List<String> texts) {
    return "[\"" + String.join("\",\"", texts) + "\"]";
  }

  private static String data(String json) {
    return "{\"status\":\"success\",\"data\":" + json + "}";
  }

  @Override
  public void close() {
    TestingController.await(vertx.close());
  }
}
