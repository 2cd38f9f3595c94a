package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Requests through the HTTP client of the Kubernetes client, each with a timeout, a bounded retry
 * with jitter, a bulkhead, and a circuit breaker for its endpoint.
 *
 * <p>A server that answers with a refusal (4xx) is healthy. Answers of 429 and 5xx and broken
 * connections are tried again and count against the breaker; while it is open requests fail at
 * once.
 */
public final class HttpApiClient implements ApiClient, AutoCloseable {
  private static final long TIMEOUT_SECONDS = 10;
  private static final int ATTEMPTS = 3;

  /** More requests at once than this means that something has run away. */
  private static final int MAX_CONCURRENT = 4096;

  private final HttpClient http;
  private final String base;
  private final Context context;
  private final Bulkhead bulkhead =
      Bulkhead.of(
          "api",
          BulkheadConfig.custom()
              .maxConcurrentCalls(MAX_CONCURRENT)
              .maxWaitDuration(Duration.ZERO)
              .build());
  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();
  private final ExecutorService decoders = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService retries =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("retry").factory());
  private final Retry retry =
      Retry.of(
          "api",
          RetryConfig.<Object>custom()
              .maxAttempts(ATTEMPTS)
              .intervalFunction(
                  IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.5))
              .retryOnResult(HttpApiClient::worthAnotherTry)
              .retryOnException(e -> !(e instanceof NotLeadingException))
              .failAfterMaxAttempts(false)
              .build());

  /** A client whose results arrive on this context. */
  public HttpApiClient(KubernetesClient client, Context context) {
    this.http = client.getHttpClient();
    String url = client.getMasterUrl().toString();
    this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    this.context = context;
  }

  @Override
  public Future<Response> get(String path) {
    return send(path, request(path).build(), () -> true);
  }

  @Override
  public Future<Response> post(String path, String json) {
    return post(path, json, () -> true);
  }

  @Override
  public Future<Response> mergePatch(String path, String json) {
    return mergePatch(path, json, () -> true);
  }

  /** POST of a JSON object, each attempt only if it may be sent; asked on any thread. */
  Future<Response> post(String path, String json, BooleanSupplier maySend) {
    return send(path, request(path).method("POST", "application/json", json).build(), maySend);
  }

  /** PATCH, each attempt only if it may be sent; asked on any thread. */
  Future<Response> mergePatch(String path, String json, BooleanSupplier maySend) {
    return send(path, request(path).method("PATCH", MERGE_PATCH, json).build(), maySend);
  }

  /** Takes the body of an answer piece by piece, on a thread of the HTTP client. */
  interface Chunks {
    /** The next piece; it must be used up during the call. */
    void accept(ByteBuffer chunk);
  }

  /**
   * GET of a long list. The pieces come before the future completes, from one thread at a time.
   *
   * @param chunks makes a new receiver for each attempt
   * @return the status, and the receiver of the attempt that gave it
   */
  <C extends Chunks> Future<Streamed<C>> stream(String path, Supplier<C> chunks) {
    HttpRequest request = request(path).forStreaming().build();
    return guarded(
            path,
            () -> {
              C receiver = chunks.get();
              return http.consumeBytes(
                      request,
                      (List<ByteBuffer> pieces, AsyncBody body) -> {
                        pieces.forEach(receiver::accept);
                        body.consume();
                      })
                  .thenCompose(
                      response -> {
                        response.body().consume();
                        return response
                            .body()
                            .done()
                            .thenApply(done -> new Streamed<>(response.code(), receiver));
                      });
            })
        .map(streamed -> streamed);
  }

  /**
   * What came of a streamed request.
   *
   * @param status HTTP status
   * @param receiver what has received the pieces
   */
  record Streamed<C>(int status, C receiver) {}

  /**
   * GET of a large document, which is read on a thread of its own.
   *
   * @param decoder makes something of the bytes of an answer of 200
   * @return the status, and what was made of the answer, if it was 200; fails as well where the
   *     decoder throws
   */
  <T> Future<Decoded<T>> bytes(String path, Function<byte[], T> decoder) {
    HttpRequest request = request(path).build();
    return guarded(
        path,
        () ->
            http.sendAsync(request, byte[].class)
                .thenApplyAsync(
                    response ->
                        new Decoded<>(
                            response.code(),
                            response.code() == 200 ? decoder.apply(response.body()) : null),
                    decoders));
  }

  /**
   * A document.
   *
   * @param value what was made of it; null unless the status is 200
   */
  record Decoded<T>(int status, @Nullable T value) {}

  /**
   * GET of an answer without an end. It is not tried again, and counts for no circuit breaker.
   *
   * @param pieces takes the answer piece by piece, on a thread of the HTTP client; a piece must be
   *     used up during the call
   * @return succeeds with the head of the answer
   */
  Future<Open> open(String path, Consumer<ByteBuffer> pieces) {
    HttpRequest request = untimed(path).forStreaming().build();
    try {
      return Future.fromCompletionStage(opening(request, pieces), context);
    } catch (IllegalStateException closed) {
      return Future.failedFuture(closed); // The client is being closed.
    }
  }

  private CompletableFuture<Open> opening(HttpRequest request, Consumer<ByteBuffer> pieces) {
    return http.consumeBytes(
            request,
            (List<ByteBuffer> some, AsyncBody body) -> {
              some.forEach(pieces);
              body.consume();
            })
        .thenApply(
            response -> {
              AsyncBody body = response.body();
              body.consume();
              return new Open(
                  response.code(), Future.fromCompletionStage(body.done(), context), body::cancel);
            });
  }

  /**
   * An answer that is coming in.
   *
   * @param done completes at its end
   * @param cancel ends it
   */
  record Open(int status, Future<Void> done, Runnable cancel) {}

  private HttpRequest.Builder request(String path) {
    return untimed(path).timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  private HttpRequest.Builder untimed(String path) {
    return http.newHttpRequestBuilder().uri(base + path).header("Accept", "application/json");
  }

  private Future<Response> send(String path, HttpRequest request, BooleanSupplier maySend) {
    return guarded(
            path,
            () ->
                maySend.getAsBoolean()
                    ? http.sendAsync(request, String.class)
                    : CompletableFuture.failedFuture(new NotLeadingException(path)))
        .map(
            response ->
                new Response(response.code(), response.body() == null ? "" : response.body()));
  }

  private <T> Future<T> guarded(String path, Supplier<CompletionStage<T>> call) {
    CircuitBreaker breaker = breakers.computeIfAbsent(endpoint(path), HttpApiClient::breaker);
    Supplier<CompletionStage<T>> guarded =
        Retry.decorateCompletionStage(
            retry,
            retries,
            CircuitBreaker.decorateCompletionStage(
                breaker, Bulkhead.decorateCompletionStage(bulkhead, call)));
    return Future.fromCompletionStage(guarded.get(), context);
  }

  private static CircuitBreaker breaker(String endpoint) {
    return CircuitBreaker.of(
        endpoint,
        CircuitBreakerConfig.custom()
            .slidingWindowSize(20)
            .minimumNumberOfCalls(10)
            .waitDurationInOpenState(Duration.ofSeconds(5))
            .permittedNumberOfCallsInHalfOpenState(3)
            .recordResult(HttpApiClient::worthAnotherTry)
            .ignoreException(e -> e instanceof NotLeadingException)
            .build());
  }

  private static boolean worthAnotherTry(Object result) {
    int status =
        switch (result) {
          case HttpResponse<?> response -> response.code();
          case Streamed<?> streamed -> streamed.status();
          case Decoded<?> decoded -> decoded.status();
          default -> 0;
        };
    return status == 429 || status >= 500;
  }

  /** The API group and, last, the kind of request: each has a breaker of its own. */
  private static String endpoint(String path) {
    String[] parts = path.split("[/?]", -1);
    String group = parts.length > 3 && parts[1].equals("apis") ? parts[2] : "core";
    return path.endsWith("/scale") ? group + "/scale" : group;
  }

  @Override
  public void close() {
    retries.shutdownNow();
    decoders.shutdownNow();
  }
}
