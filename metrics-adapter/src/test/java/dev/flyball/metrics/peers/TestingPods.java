package dev.flyball.metrics.peers;

import dev.flyball.metrics.source.promql.TestingLoop;
import dev.flyball.metrics.source.scrape.ScrapeTarget;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Pods with a page of metrics each. A counter is a function of the seconds since the pods began, so
 * that everybody who reads it at the same time reads the same.
 */
final class TestingPods implements AutoCloseable {
  static final String NAMESPACE = "shop";

  /** A pod's name with where it is. */
  record Pod(String name, String host, int port) {}

  private final Vertx vertx = Vertx.vertx();
  private final long beganAt = System.nanoTime();
  private final List<Pod> pods = new ArrayList<>();

  double seconds() {
    return (System.nanoTime() - beganAt) / 1e9;
  }

  /** Adds a pod on an address of its own. */
  void add(String name, DoubleUnaryOperator requests) {
    String host = "127.0.7." + (pods.size() + 1);
    int port =
        TestingLoop.await(
                vertx
                    .createHttpServer()
                    .requestHandler(
                        request ->
                            request
                                .response()
                                .putHeader("Content-Type", "text/plain; version=0.0.4")
                                .end(page(requests.applyAsDouble(seconds()))))
                    .listen(0, host))
            .actualPort();
    pods.add(new Pod(name, host, port));
  }

  private static String page(double requests) {
    return "# TYPE http_requests_total counter\nhttp_requests_total "
        + Math.floor(requests)
        + "\n# TYPE queue_depth gauge\nqueue_depth{queue=\"jobs\"} 7\n";
  }

  List<ScrapeTarget> targets() {
    return pods.stream()
        .map(
            pod ->
                new ScrapeTarget(NAMESPACE, pod.name, "uid", pod.host, pod.port, "/metrics", false))
        .toList();
  }

  /** What makes Prometheus and VictoriaMetrics scrape the pods. */
  String scrapeConfig(String interval) {
    StringBuilder config =
        new StringBuilder("global: {scrape_interval: ")
            .append(interval)
            .append(", scrape_timeout: ")
            .append(interval)
            .append("}\nscrape_configs:\n- job_name: pods\n  static_configs:\n");
    for (Pod pod : pods) {
      config.append(
          "  - {targets: ['%s:%d'], labels: {namespace: %s, pod: %s}}\n"
              .formatted(pod.host, pod.port, NAMESPACE, pod.name));
    }
    return config.toString();
  }

  @Override
  public void close() {
    TestingLoop.await(vertx.close());
  }
}
