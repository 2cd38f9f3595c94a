package dev.flyball.controller.web;

import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.SnapshotSource;
import dev.flyball.controller.shard.ShardView;
import dev.flyball.controller.telemetry.Telemetry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The web server on 8080: health, own metrics, and the state of policies as JSON.
 *
 * <p>{@code /livez} fails when the loop has not turned for 30 s, {@code /readyz} until the cluster
 * has been read.
 */
public final class WebServer {
  private static final long STUCK_MILLIS = 30_000;

  private final SnapshotSource loop;
  private final Telemetry telemetry;
  private final Clock clock;
  private final Optional<Supplier<ShardView>> shards;
  private final HttpServer server;

  /**
   * A server that does not listen yet.
   *
   * @param shards tells who holds which shard; empty where there are none
   */
  public WebServer(
      Vertx vertx,
      SnapshotSource loop,
      Telemetry telemetry,
      Clock clock,
      Optional<Supplier<ShardView>> shards) {
    this.loop = loop;
    this.shards = shards;
    this.telemetry = telemetry;
    this.clock = clock;
    this.server = vertx.createHttpServer().requestHandler(router(vertx));
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
    router.get("/healthz").handler(this::live);
    router.get("/livez").handler(this::live);
    router.get("/readyz").handler(this::ready);
    router.get("/metrics").handler(this::metrics);
    router.get("/api/v1/policies").handler(this::policies);
    router.get("/api/v1/policies/:namespace/:configmap/:key").handler(this::policy);
    router.get("/api/v1/shards").handler(c -> json(c, ShardJson.of(shards)));
    router.get("/").handler(WebServer::index);
    router
        .route()
        .last()
        .handler(c -> error(c, 404, "there is nothing here; / lists what there is"));
    router.errorHandler(405, c -> error(c, 405, "only GET is understood"));
    router.errorHandler(500, c -> error(c, 500, String.valueOf(c.failure())));
    return router;
  }

  private static void index(RoutingContext c) {
    c.response()
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .end(
            """
            Flyball

            /api/v1/policies                              all policies, as JSON
            /api/v1/policies/NAMESPACE/CONFIGMAP/KEY      one of them, with its explanation
            /api/v1/shards                                who decides on which namespaces
            /metrics                                      metrics of the controller
            /livez /readyz                                health
            """);
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

  private void policies(RoutingContext c) {
    loop.snapshot().onFailure(c::fail).onSuccess(snapshot -> json(c, PolicyJson.list(snapshot)));
  }

  private void policy(RoutingContext c) {
    String id =
        c.pathParam("namespace") + "/" + c.pathParam("configmap") + "/" + c.pathParam("key");
    loop.snapshot()
        .onFailure(c::fail)
        .onSuccess(
            snapshot -> {
              for (PolicyReport report : snapshot.policies()) {
                if (report.id().toString().equals(id)) {
                  json(c, PolicyJson.one(report));
                  return;
                }
              }
              String elsewhere = ShardJson.elsewhere(shards, id);
              error(c, 404, "there is no policy " + id + elsewhere);
            });
  }

  private static void json(RoutingContext c, String text) {
    c.response().putHeader("Content-Type", "application/json").end(text);
  }

  private static void error(RoutingContext c, int status, String message) {
    c.response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(PolicyJson.error(message));
  }
}
