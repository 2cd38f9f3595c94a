package dev.flyball.metrics.source.forward;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.ExternalFallback;
import dev.flyball.metrics.api.ExternalQuery;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Forwards questions for external metrics to another adapter, in the name of those who ask.
 *
 * <p>The other adapter sees Flyball's own token and headers that impersonate the caller, as API
 * servers understand them: it lets Flyball speak for the caller only where RBAC allows Flyball to
 * {@code impersonate} it. A timeout and a circuit breaker stand before it; nothing is tried twice,
 * since those who ask do that themselves.
 *
 * <p>Safe for all threads. One object serves one configuration.
 */
public final class AdapterForwarder implements ExternalFallback {
  private static final int MAX_CONNECTIONS = 16;
  private static final int MAX_ANSWER = 16 << 20;

  private final ForwardTarget target;
  private final Supplier<Future<String>> token;
  private final HttpClientAgent http;
  private final CircuitBreaker breaker;

  /**
   * A forwarder that has not connected yet.
   *
   * @param token gives Flyball's own bearer token; empty for none
   */
  public AdapterForwarder(Vertx vertx, ForwardTarget target, Supplier<Future<String>> token) {
    this.target = target;
    this.token = token;
    HttpClientOptions options =
        new HttpClientOptions()
            .setSsl(true)
            .setVerifyHost(target.verifyTls())
            .setTrustAll(!target.verifyTls())
            .setDecompressionSupported(true)
            .setConnectTimeout(Math.toIntExact(target.timeout().toMillis()));
    target
        .caFile()
        .ifPresent(file -> options.setTrustOptions(new PemTrustOptions().addCertPath(file)));
    this.http =
        vertx
            .httpClientBuilder()
            .with(options)
            .with(new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS))
            .build();
    this.breaker =
        CircuitBreaker.of(
            name(target.url()),
            CircuitBreakerConfig.custom()
                .slidingWindowSize(10)
                .minimumNumberOfCalls(5)
                .waitDurationInOpenState(Duration.ofSeconds(5))
                .permittedNumberOfCallsInHalfOpenState(2)
                .build());
  }

  private static String name(URI url) {
    return url.getScheme() + "://" + url.getAuthority();
  }

  @Override
  public Future<Forwarded> forward(HttpServerRequest request, Caller caller, ExternalQuery query) {
    if (!breaker.tryAcquirePermission()) {
      return Future.succeededFuture(
          unavailable("it failed too often and is left alone for a while"));
    }
    long began = breaker.getCurrentTimestamp();
    return token
        .get()
        .compose(own -> http.request(options(request, caller, own)))
        .compose(sent -> sent.idleTimeout(target.timeout().toMillis()).send())
        .compose(AdapterForwarder::body)
        .timeout(target.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .onSuccess(answer -> breaker.onSuccess(breaker.getCurrentTimestamp() - began, unit()))
        .onFailure(error -> breaker.onError(breaker.getCurrentTimestamp() - began, unit(), error))
        .otherwise(error -> unavailable(String.valueOf(error.getMessage())));
  }

  private TimeUnit unit() {
    return breaker.getTimestampUnit();
  }

  private Forwarded unavailable(String reason) {
    return new Forwarded.Unavailable(name(target.url()), reason);
  }

  private RequestOptions options(HttpServerRequest request, Caller caller, String own) {
    URI url = target.url();
    String prefix = Objects.requireNonNullElse(url.getRawPath(), "");
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    if (!own.isEmpty()) {
      headers.add("Authorization", "Bearer " + own);
    }
    String accept = request.getHeader("Accept");
    headers.add("Accept", accept == null ? "application/json" : accept);
    headers.add("User-Agent", "flyball");
    impersonate(headers, caller);
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setHost(url.getHost())
        .setPort(url.getPort() < 0 ? 443 : url.getPort())
        .setURI(
            (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix)
                + request.uri())
        .setHeaders(headers);
  }

  /** The headers by which an API server's client speaks for somebody else. */
  private static void impersonate(MultiMap headers, Caller caller) {
    headers.add("Impersonate-User", caller.user());
    caller.groups().forEach(group -> headers.add("Impersonate-Group", group));
    if (!caller.uid().isEmpty()) {
      headers.add("Impersonate-Uid", caller.uid());
    }
    caller
        .extra()
        .forEach(
            (key, values) -> {
              String name = URLEncoder.encode(key, StandardCharsets.UTF_8).replace("+", "%20");
              values.forEach(value -> headers.add("Impersonate-Extra-" + name, value));
            });
  }

  private static Future<Forwarded> body(HttpClientResponse response) {
    String length = response.getHeader("Content-Length");
    if (length != null && length.length() > 9) {
      return Future.failedFuture("an answer of " + length + " bytes is too long");
    }
    Buffer body = Buffer.buffer();
    response.handler(
        piece -> {
          body.appendBuffer(piece);
          if (body.length() > MAX_ANSWER) {
            response.request().reset();
          }
        });
    String type = Objects.requireNonNullElse(response.getHeader("Content-Type"), "text/plain");
    return response.end().map(done -> new Forwarded.Response(response.statusCode(), type, body));
  }

  /** Closes all connections. */
  public Future<Void> close() {
    return http.close();
  }
}
