package dev.flyball.minicluster.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;

/**
 * One server that answers {@code /metrics} for every synthetic pod: it listens on one port of all
 * loopback addresses and knows the pod by the address that was called. Calls from other interfaces
 * are cut.
 */
final class SyntheticMetricsServer {
  private final SyntheticPods pods;
  private final Timeline timeline;

  SyntheticMetricsServer(SyntheticPods pods, Timeline timeline) {
    this.pods = pods;
    this.timeline = timeline;
  }

  Future<HttpServer> start(Vertx vertx, int port) {
    return vertx.createHttpServer().requestHandler(this::handle).listen(port, "0.0.0.0");
  }

  private void handle(HttpServerRequest request) {
    String address = request.localAddress().hostAddress();
    if (address == null || !address.startsWith("127.")) {
      request.connection().close();
      return;
    }
    if (pods.hangs(address)) {
      return;
    }
    String page = pods.page(address, timeline.nowMillis());
    if (page == null || !"/metrics".equals(request.path())) {
      request.response().setStatusCode(404).end();
    } else {
      request.response().putHeader("Content-Type", MetricsPage.MEDIA_TYPE).end(page);
    }
  }
}
