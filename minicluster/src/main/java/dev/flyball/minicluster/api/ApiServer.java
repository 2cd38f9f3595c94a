package dev.flyball.minicluster.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.KeyCertOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of the API: plain HTTP on loopback, and HTTPS beside it where it is asked for; all
 * handlers on event loops, no handler blocks.
 */
public final class ApiServer {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final List<String> HEALTH = List.of("/healthz", "/livez", "/readyz");

  private final Vertx vertx;
  private final Faults faults = new Faults();
  private final RequestLog requests = new RequestLog();
  private final Reviews reviews = new Reviews();
  private final Discovery discovery;
  private final MetricsEndpoint metrics;
  private final ResourceEndpoint resources;
  private final Map<String, Consumer<HttpServerRequest>> aggregated = new ConcurrentHashMap<>();
  private volatile RequestGuard guard = RequestGuard.EVERYBODY;
  private volatile int port;
  private volatile int securePort;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();

  /**
   * @param bookmarkInterval how often watches that allow it get a bookmark
   */
  public ApiServer(Vertx vertx, ObjectApi objects, Duration bookmarkInterval) {
    this.vertx = vertx;
    this.discovery = new Discovery(objects.catalog());
    this.metrics = new MetricsEndpoint(objects, faults);
    this.resources = new ResourceEndpoint(vertx, objects, faults, bookmarkInterval.toMillis());
  }

  /** Faults to inject. */
  public Faults faults() {
    return faults;
  }

  /** Requests so far. */
  public RequestLog requests() {
    return requests;
  }

  /** Answers of TokenReview and SubjectAccessReview. */
  public Reviews reviews() {
    return reviews;
  }

  /** Where metrics.k8s.io gets its numbers. */
  public void metricsSource(MetricsSource source) {
    metrics.source(source);
  }

  /**
   * Has another API server answer for a group, as an APIService does. The handler is called on
   * event loops, after the guard, and must not block; an {@link ApiException} that it throws is
   * answered as its status.
   */
  public void aggregate(String group, Consumer<HttpServerRequest> handler) {
    aggregated.put(group, handler);
  }

  /** Who may do what; by default everybody everything. */
  public void guard(RequestGuard newGuard) {
    guard = newGuard;
  }

  /** The port that it listens on, once started. */
  public int port() {
    return port;
  }

  /** The port of HTTPS, once started; 0 where there is none. */
  public int securePort() {
    return securePort;
  }

  /** Listens on loopback; port 0 takes a free one. */
  public Future<HttpServer> start(int wantedPort) {
    return listen(options().setPort(wantedPort), listens -> port = listens);
  }

  /** Listens for HTTPS too, HTTP/2 and HTTP/1.1, on a free port of loopback. */
  public Future<HttpServer> startSecure(KeyCertOptions key) {
    return listen(
        options().setPort(0).setSsl(true).setUseAlpn(true).setKeyCertOptions(key),
        listens -> securePort = listens);
  }

  private static HttpServerOptions options() {
    var options = new HttpServerOptions().setHost("127.0.0.1");
    options.setCompressionSupported(true).setCompressionLevel(1);
    options.setMaxInitialLineLength(64 * 1024).setMaxHeaderSize(64 * 1024);
    return options.setHandle100ContinueAutomatically(true).setTcpNoDelay(true);
  }

  /** The port is known before the future completes, by which others wait for it. */
  private Future<HttpServer> listen(HttpServerOptions options, IntConsumer listens) {
    return vertx
        .createHttpServer(options)
        .requestHandler(this::receive)
        .listen()
        .map(
            server -> {
              servers.add(server);
              listens.accept(server.actualPort());
              return server;
            });
  }

  /** Closes the ports and all connections. */
  public Future<?> stop() {
    return Future.join(servers.stream().map(HttpServer::close).toList());
  }

  private void receive(HttpServerRequest request) {
    RequestPath path = RequestPath.parse(pathOf(request));
    ApiCall call = describe(path, request);
    request.response().endHandler(v -> answered(call, request));
    if (ResourceEndpoint.isWebSocket(request)) {
      // Reading the body to its end would make the upgrade impossible.
      requests.received(call, 0);
      request.pause();
      withFaults(path, call, request, new byte[0]);
      return;
    }
    request
        .body()
        .onSuccess(
            body -> {
              requests.received(call, body.length());
              withFaults(path, call, request, body.getBytes());
            });
  }

  private void answered(ApiCall call, HttpServerRequest request) {
    requests.answered(call, request.response().getStatusCode(), request.response().bytesWritten());
  }

  private void withFaults(
      @Nullable RequestPath path, ApiCall call, HttpServerRequest request, byte[] body) {
    Faults.Effect effect = faults.on(call);
    Runnable serve =
        () ->
            answer(
                request,
                () -> {
                  ApiException error = effect.error();
                  if (error != null) {
                    throw error;
                  }
                  guard.check(call, reviews.userOf(call.token()));
                  serve(path, call, request, body);
                });
    if (effect.delayMillis() > 0) {
      vertx.setTimer(effect.delayMillis(), id -> serve.run());
    } else {
      serve.run();
    }
  }

  private static void answer(HttpServerRequest request, Runnable serve) {
    try {
      serve.run();
    } catch (ApiException e) {
      Responses.send(request, e.code(), e.status());
    } catch (RuntimeException e) {
      LOG.warn("{} {} failed", request.method(), request.uri(), e);
      Responses.send(
          request, 500, new ApiException(500, "InternalError", String.valueOf(e)).status());
    }
  }

  private void serve(
      @Nullable RequestPath path, ApiCall call, HttpServerRequest request, byte[] body) {
    Consumer<HttpServerRequest> other = path == null ? null : aggregated.get(path.group());
    if (path == null || path.plural().isEmpty()) {
      serveDocument(path, request);
    } else if (other != null) {
      other.accept(request);
    } else if (path.group().equals("metrics.k8s.io")) {
      metrics.serve(path, request);
    } else if (path.group().equals("authentication.k8s.io")
        || path.group().equals("authorization.k8s.io")) {
      Responses.send(request, 201, reviews.answer(path.plural(), Json.parse(body)));
    } else {
      resources.serve(path, call, request, body);
    }
  }

  private void serveDocument(@Nullable RequestPath path, HttpServerRequest request) {
    String plain = pathOf(request);
    boolean withMetrics = faults.metricsApiAvailable();
    if (path != null) {
      Responses.send(request, 200, discovery.resources(path.group(), path.version()));
    } else if (HEALTH.contains(plain)) {
      Responses.text(request, 200, "ok");
    } else if (plain.equals("/version")) {
      Responses.send(request, 200, Discovery.version());
    } else if (plain.equals("/api")) {
      Responses.send(request, 200, Discovery.coreVersions("127.0.0.1:" + port));
    } else if (plain.equals("/apis")) {
      Responses.send(request, 200, discovery.groups(withMetrics));
    } else if (plain.startsWith("/apis/")) {
      Responses.send(
          request, 200, discovery.group(plain.substring("/apis/".length()), withMetrics));
    } else if (plain.equals("/openapi/v3")) {
      Responses.send(request, 200, discovery.openApiIndex());
    } else if (plain.startsWith("/openapi/v3/")) {
      Responses.send(request, 200, discovery.openApi(plain.substring("/openapi/v3/".length())));
    } else {
      throw ApiException.noSuchPath();
    }
  }

  private static ApiCall describe(@Nullable RequestPath path, HttpServerRequest request) {
    String authorization = request.getHeader("Authorization");
    String token =
        authorization != null && authorization.startsWith("Bearer ")
            ? authorization.substring(7)
            : "";
    if (path == null || path.plural().isEmpty()) {
      return new ApiCall("get", "", "", "", "", pathOf(request), token);
    }
    String verb = verb(path, request);
    return new ApiCall(
        verb, path.group(), path.resource(), path.namespace(), path.name(), pathOf(request), token);
  }

  private static String pathOf(HttpServerRequest request) {
    String path = request.path();
    return path == null ? "/" : path;
  }

  private static String verb(RequestPath path, HttpServerRequest request) {
    boolean one = !path.name().isEmpty();
    String watch = request.getParam("watch");
    return switch (request.method().name()) {
      case "GET" -> "true".equals(watch) || "1".equals(watch) ? "watch" : one ? "get" : "list";
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> one ? "delete" : "deletecollection";
      default -> "";
    };
  }
}
