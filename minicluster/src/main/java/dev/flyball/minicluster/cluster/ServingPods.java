package dev.flyball.minicluster.cluster;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Pods with a real HTTP server, each on a loopback address of its own and the port of its
 * annotation {@code prometheus.io/port} (8080 by default). Where only 127.0.0.1 exists, as on
 * macOS, a pod takes a free port there, and its annotation is changed to that.
 */
final class ServingPods {
  private final Vertx vertx;
  private final Addresses addresses;
  private final @Nullable ServingOptions forAll;

  ServingPods(Vertx vertx, Addresses addresses, @Nullable ServingOptions forAll) {
    this.vertx = vertx;
    this.addresses = addresses;
    this.forAll = forAll;
  }

  /** Starts the pod's server; null when the pod asks for none. */
  @Nullable Future<PodProcess> start(PodRuntime.Start start) {
    ServingOptions asked = ServingOptions.of(start.annotations());
    ServingOptions options = asked == null ? forAll : asked;
    if (options == null) {
      return null;
    }
    String ip = addresses.next();
    int port = port(start.annotations());
    var pod = new ServingPod(vertx, options, ip, () -> addresses.release(ip));
    return listen(pod, ip, port)
        .recover(cannotBind -> listen(pod, "127.0.0.1", 0))
        .map(
            server -> {
              pod.listening(server, port);
              return pod;
            });
  }

  private static int port(Map<String, String> annotations) {
    return Integer.parseInt(annotations.getOrDefault("prometheus.io/port", "8080"));
  }

  private Future<HttpServer> listen(ServingPod pod, String host, int port) {
    var options = new HttpServerOptions().setHost(host).setPort(port).setTcpNoDelay(true);
    options.setAcceptBacklog(4096).setCompressionSupported(true);
    return vertx.createHttpServer(options).requestHandler(pod::handle).listen();
  }
}
