package dev.flyball.controller.it;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.parsetools.RecordParser;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to Flyball's own API server as the aggregator does, with a token. */
final class ScalerClient implements AutoCloseable {
  static final String GROUP = "/apis/flyball.dev/v1alpha1";
  static final String ALL = GROUP + "/scalers";
  static final String SHOP = GROUP + "/namespaces/shop/scalers";
  static final String TABLE =
      "application/json;as=Table;v=v1;g=meta.k8s.io,"
          + "application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json";

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      vertx.createHttpClient(
          new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
  private final TestingController it;

  ScalerClient(TestingController it) {
    this.it = it;
  }

  /** What came back. */
  record Answer(int status, JsonNode body) {}

  /** A watch, event by event. */
  static final class Watch {
    private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
    private volatile boolean ended;

    /** The next event. */
    JsonNode next() {
      try {
        JsonNode event = events.poll(30, TimeUnit.SECONDS);
        if (event == null) {
          throw new AssertionError("no event within 30 s");
        }
        return event;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }

    boolean ended() {
      return ended;
    }
  }

  Answer get(String path, String... headers) {
    return send(HttpMethod.GET, path, headers);
  }

  Answer send(HttpMethod method, String path, String... headers) {
    return TestingController.await(
        request(
            method,
            path,
            response ->
                response
                    .body()
                    .map(
                        body ->
                            new Answer(
                                response.statusCode(),
                                json(response.getHeader("Content-Type"), body))),
            headers));
  }

  /** What is not JSON has no fields. */
  private static JsonNode json(String type, Buffer body) {
    return type.startsWith("application/json")
        ? JsonMapper.shared().readTree(body.getBytes())
        : JsonMapper.shared().missingNode();
  }

  Watch watch(String path, String... headers) {
    Watch watch = new Watch();
    return TestingController.await(
        request(
            HttpMethod.GET,
            path,
            response -> {
              response.handler(
                  RecordParser.newDelimited(
                      "\n",
                      line -> watch.events.add(JsonMapper.shared().readTree(line.getBytes()))));
              response.endHandler(v -> watch.ended = true);
              return Future.succeededFuture(watch);
            },
            headers));
  }

  /**
   * Sends a request.
   *
   * @param taken takes the answer on the event loop, before its body can have come and gone
   */
  private <T> Future<T> request(
      HttpMethod method,
      String path,
      Function<HttpClientResponse, Future<T>> taken,
      String... headers) {
    return http.request(method, it.controller().metricsApiPort(), "127.0.0.1", path)
        .compose(
            request -> {
              MultiMap all = request.headers().add("Authorization", "Bearer good");
              for (int i = 0; i < headers.length; i += 2) {
                all.add(headers[i], headers[i + 1]);
              }
              return request.send(Buffer.buffer()).compose(taken);
            });
  }

  @Override
  public void close() {
    TestingController.await(vertx.close());
  }
}
