package dev.flyball.controller.web;

import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.SnapshotSource;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.controller.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The web server on 8080: the dashboard, the state of policies as JSON, health, and own metrics.
 *
 * <p>{@code /livez} fails when the loop has not turned for 30 s, {@code /readyz} until the cluster
 * has been read.
 */
public final class WebServer {
  private static final long STUCK_MILLIS = 30_000;

  private final SnapshotSource loop;
  private final Telemetry telemetry;
  private final Clock clock;
  private final PolicyApi api;
  private final Optional<Supplier<ShardView>> shards;
  private final HttpServer server;

  /**
   * What is shown.
   *
   * @param shards tells who holds which shard; empty where there are none
   */
  public record Shown(
      SnapshotSource loop,
      DecisionSource decisions,
      Telemetry telemetry,
      Optional<Supplier<ShardView>> shards) {}

  /** A server that does not listen yet. */
  public WebServer(Vertx vertx, Shown shown, Clock clock) {
    this.loop = shown.loop();
    this.shards = shown.shards();
    this.telemetry = shown.telemetry();
    this.clock = clock;
    this.api = new PolicyApi(vertx, shown, clock);
    this.server =
        vertx
            .createHttpServer(
                // An upgrade to HTTP/2 while a handler waits for the loop can lose its answer.
                new HttpServerOptions()
                    .setCompressionSupported(true)
                    .setHttp2ClearTextEnabled(false))
            .requestHandler(router(vertx));
  }

  /**
   * Begins to listen; port 0 takes a free one.
   *
   * @return fails with an {@link IOException} that names the address
   */
  public Future<WebServer> listen(String host, int port) {
    return server
        .listen(port, host)
        .map(this)
        .recover(
            error ->
                Future.failedFuture(
                    new IOException(
                        "cannot listen on " + host + ":" + port + ": " + error.getMessage())));
  }

  /** The port that it listens on. */
  public int port() {
    return server.actualPort();
  }

  /** Stops listening. */
  public Future<Void> close() {
    return server.close();
  }

  private Router router(Vertx vertx) {
    Router router = Router.router(vertx);
    router.route().handler(Replies::headers);
    router.get("/healthz").handler(this::live);
    router.get("/livez").handler(this::live);
    router.get("/readyz").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router.get("/api/v1/shards").handler(c -> Replies.json(c, ShardJson.of(shards)));
    api.mount(router);
    router.get("/api/v1/replica").handler(this::replica);
    new Dashboard().mount(router);
    router.route().last().handler(WebServer::nothing);
    router.errorHandler(500, c -> Replies.error(c, 500, String.valueOf(c.failure())));
    return router;
  }

  private static void nothing(RoutingContext c) {
    HttpMethod method = c.request().method();
    if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD)) {
      Replies.error(c, 404, "there is nothing here; /api lists what there is");
    } else {
      Replies.error(c, 405, "only GET and HEAD are understood, not " + method);
    }
  }

  /** What a list cannot tell: whether what it shows is carried out, and whether it is all. */
  private void replica(RoutingContext c) {
    Replies.json(
        c,
        ShardJson.replica(shards)
            .put("leading", telemetry.isLeading())
            .put("synced", loop.isSynced())
            .toString());
  }

  private void live(RoutingContext c) {
    long silent = clock.millis() - loop.lastTurnMillis();
    health(c, silent < STUCK_MILLIS, "the loop has not turned for " + silent + " ms");
  }

  private void ready(RoutingContext c) {
    health(c, loop.isSynced(), "the cluster has not been read yet");
  }

  private static void health(RoutingContext c, boolean ok, String problem) {
    c.response()
        .setStatusCode(ok ? 200 : 503)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(ok ? "ok" : problem);
  }

  private void metrics(RoutingContext c) {
    loop.snapshot()
        .onFailure(c::fail)
        .onSuccess(
            snapshot ->
                c.response()
                    .putHeader("Content-Type", telemetry.contentType())
                    .end(telemetry.text(snapshot)));
  }
}
