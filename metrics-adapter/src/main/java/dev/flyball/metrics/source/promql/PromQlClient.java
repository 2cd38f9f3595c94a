package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.source.promql.PromQlFailure.Kind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Asks a Prometheus or VictoriaMetrics over HTTP.
 *
 * <p>Queries are posted as forms; a server that allows no POST (405) is asked by GET from then on.
 * Each question has the endpoint's timeout, retries included; answers are bounded in size, also
 * compressed ones. Passwords, tokens and certificates are read from their files again as they
 * change, and appear in no message.
 *
 * <p>Called on its context, on which futures complete.
 */
public final class PromQlClient implements PromQl {
  private static final int IDLE_SECONDS = 60;
  private static final int UNAUTHORIZED = 401;
  private static final int METHOD_NOT_ALLOWED = 405;

  private final Vertx vertx;
  private final Clock clock;
  private final PrometheusEndpoint endpoint;
  private final PromQlLimits limits;
  private final HttpClientAgent http;
  private final Credentials credentials;
  private final Guard guard;
  private boolean postRefused;

  /**
   * A client of one server; nothing is sent and no file is read yet.
   *
   * @param context the context that it is called on
   */
  public PromQlClient(
      Context context, Clock clock, PrometheusEndpoint endpoint, PromQlLimits limits) {
    vertx = context.owner();
    this.clock = clock;
    this.endpoint = endpoint;
    this.limits = limits;
    credentials = new Credentials(vertx, clock, endpoint);
    guard = new Guard(vertx, clock, endpoint(), endpoint.timeout(), limits.maxPending());
    http =
        vertx
            .httpClientBuilder()
            .with(
                new HttpClientOptions()
                    .setSsl(isTls(endpoint.url()))
                    .setDecompressionSupported(true)
                    .setKeepAliveTimeout(IDLE_SECONDS))
            .with(new PoolOptions().setHttp1MaxSize(limits.maxConnections()))
            .build();
  }

  @Override
  public String endpoint() {
    return endpoint.name();
  }

  /**
   * {@inheritDoc}
   *
   * <p>{@code nocache} makes VictoriaMetrics answer for now instead of for 30 s ago; Prometheus
   * takes no notice of it.
   */
  @Override
  public Future<PromQlResult<InstantVector>> query(String query) {
    long timeout = endpoint.timeout().toMillis();
    String form = "nocache=1&timeout=" + timeout + "ms&query=" + encoded(query);
    return guard.run(left -> ask("/api/v1/query", form, true, left).map(result -> vector(result)));
  }

  @Override
  public Future<PromQlResult<List<String>>> labelValues(String label, String selector) {
    return names("/api/v1/label/" + encoded(label) + "/values", selector);
  }

  @Override
  public Future<PromQlResult<List<String>>> labelNames(String selector) {
    return names("/api/v1/labels", selector);
  }

  /** Closes all connections. */
  public Future<Void> close() {
    return http.close();
  }

  private Future<PromQlResult<List<String>>> names(String path, String selector) {
    Duration back = limits.discoveryLookback();
    long start = clock.instant().minus(back).getEpochSecond();
    String form = "match%5B%5D=" + encoded(selector) + "&start=" + start;
    return guard.run(
        left -> ask(path, form, false, left).map(result -> map(result, AnswerDecoder::names)));
  }

  private static <T> PromQlResult<T> map(
      PromQlResult<AnswerDecoder> result, Function<AnswerDecoder, T> reading) {
    return switch (result) {
      case PromQlResult.Got<AnswerDecoder>(AnswerDecoder answer) ->
          new PromQlResult.Got<>(reading.apply(answer));
      case PromQlResult.Failed<AnswerDecoder> failed -> failed.as();
    };
  }

  private static PromQlResult<InstantVector> vector(PromQlResult<AnswerDecoder> result) {
    if (result instanceof PromQlResult.Got<AnswerDecoder>(AnswerDecoder answer)
        && !answer.resultType().equals("vector")
        && !answer.resultType().equals("scalar")) {
      return PromQlResult.failed(
          Kind.REFUSED, "the query gives a " + answer.resultType() + ", not a vector");
    }
    return map(result, AnswerDecoder::vector);
  }

  private Future<PromQlResult<AnswerDecoder>> ask(
      String path, String form, boolean mayPost, long timeoutMillis) {
    boolean post = mayPost && !postRefused;
    Exchange exchange = new Exchange(limits.maxAnswerBytes());
    long timer = vertx.setTimer(timeoutMillis, fired -> timeOut(exchange));
    credentials
        .trust(http)
        .compose(trusted -> credentials.authorization())
        .onFailure(e -> exchange.fail(Kind.CREDENTIALS, String.valueOf(e.getMessage())))
        .onSuccess(authorization -> send(exchange, options(path, form, post, authorization), form));
    return exchange
        .result()
        .compose(
            result -> {
              vertx.cancelTimer(timer);
              if (exchange.status() == UNAUTHORIZED) {
                credentials.refused();
              }
              if (!post || exchange.status() != METHOD_NOT_ALLOWED) {
                return Future.succeededFuture(result);
              }
              postRefused = true;
              return ask(path, form, false, timeoutMillis);
            });
  }

  private void timeOut(Exchange exchange) {
    exchange.fail(Kind.TIMEOUT, "no answer within " + endpoint.timeout().toMillis() + " ms");
  }

  private void send(Exchange exchange, RequestOptions options, String form) {
    Buffer body = Buffer.buffer(HttpMethod.POST.equals(options.getMethod()) ? form : "");
    Future.succeededFuture(options)
        .compose(http::request) // Throws where the client is closed.
        .onSuccess(ready -> exchange.send(ready, body))
        .onFailure(e -> exchange.fail(Kind.CONNECTION, "no connection: " + e.getMessage()));
  }

  private RequestOptions options(String path, String form, boolean post, String authorization) {
    URI url = endpoint.url();
    RequestOptions options =
        new RequestOptions()
            .setMethod(post ? HttpMethod.POST : HttpMethod.GET)
            .setHost(host(url))
            .setPort(port(url))
            .setSsl(isTls(url))
            .setURI(prefix(url) + path + (post ? "" : "?" + form))
            .setConnectTimeout(endpoint.timeout().toMillis());
    endpoint.headers().forEach(options::putHeader);
    options.putHeader(HttpHeaders.ACCEPT, "application/json");
    options.putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip");
    options.putHeader(HttpHeaders.USER_AGENT, "flyball");
    if (post) {
      options.putHeader(HttpHeaders.CONTENT_TYPE, "application/x-www-form-urlencoded");
    }
    if (!authorization.isEmpty()) {
      options.putHeader(HttpHeaders.AUTHORIZATION, authorization);
    }
    return options;
  }

  private static boolean isTls(URI url) {
    return "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
  }

  /** Without the brackets that an IPv6 address has in a URL. */
  private static String host(URI url) {
    String host = url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static int port(URI url) {
    return url.getPort() >= 0 ? url.getPort() : isTls(url) ? 443 : 80;
  }

  private static String prefix(URI url) {
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
