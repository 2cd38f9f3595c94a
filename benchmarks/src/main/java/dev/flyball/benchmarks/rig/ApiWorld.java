package dev.flyball.benchmarks.rig;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.NodeSpec;
import dev.flyball.minicluster.real.RealControlPlane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A cluster whose pods have a counter of requests, and who may ask for it. */
final class ApiWorld implements AutoCloseable {
  private static final String TOKEN = "benchmark";
  private static final int NAMESPACES = 10;

  /** So seldom are pods scraped that it takes little of the machine from what is measured. */
  private static final int MOST_SCRAPES_PER_SECOND = 330;

  private final int workloads;
  private final int scrapeSeconds;
  private final int port = RealControlPlane.freePort();
  private final Minicluster cluster;

  ApiWorld(ApiOptions options) {
    this.workloads = Math.ceilDiv(options.series(), ApiOptions.PODS);
    this.scrapeSeconds = Math.ceilDiv(options.series(), MOST_SCRAPES_PER_SECOND);
    this.cluster =
        Minicluster.builder()
            .nodes(NodeSpec.arm64("node").size(10_000_000, 1L << 50, 100_000).times(3))
            .podStartupDelay(Duration.ofMillis(10))
            .readinessDelay(Duration.ofMillis(10))
            .syntheticMetricsPort(port)
            .build();
  }

  int workloads() {
    return workloads;
  }

  String kubeconfig() {
    return cluster.kubeconfig();
  }

  void start() {
    cluster.start();
    cluster
        .reviews()
        .tokens(token -> token.equals(TOKEN) ? new Reviews.User(TOKEN, "", List.of()) : null);
    cluster.namespace("flyball-system");
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          {name: flyball-settings, namespace: flyball-system, labels: {flyball.dev/type: settings}}
        data:
          settings.yaml: |
            series:
            - name: http_requests_per_second
              scrape: {counter: http_requests_total, interval: %ds, window: %ds}
        """
            .formatted(scrapeSeconds, 3 * scrapeSeconds));
    for (int i = 0; i < NAMESPACES; i++) {
      cluster.namespace(namespace(i));
    }
    for (int i = 0; i < workloads; i++) {
      cluster.apply(deployment(i));
      cluster.load(namespace(i), "app-" + i, LoadModel.perPod(10, 1 << 20, 100));
    }
    cluster.awaitIdle();
  }

  private String deployment(int number) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app-%1$d, namespace: %2$s}
        spec:
          replicas: %3$d
          selector: {matchLabels: {app: app-%1$d}}
          template:
            metadata:
              labels: {app: app-%1$d}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%4$d"}
            spec: {containers: [{name: main, image: "web:1"}]}
        """
        .formatted(number, namespace(number), ApiOptions.PODS, port);
  }

  private static String namespace(int number) {
    return "ns-" + number % NAMESPACES;
  }

  /** One request a workload: its external series, or the metric of its pods. */
  List<byte[]> requests(String kind) {
    List<byte[]> requests = new ArrayList<>();
    for (int i = 0; i < workloads; i++) {
      String path =
          kind.equals("external")
              ? "/apis/external.metrics.k8s.io/v1beta1/namespaces/"
                  + namespace(i)
                  + "/http_requests_per_second?labelSelector=workload%3Dapp-"
                  + i
              : "/apis/custom.metrics.k8s.io/v1beta2/namespaces/"
                  + namespace(i)
                  + "/pods/%2A/http_requests_per_second?labelSelector=app%3Dapp-"
                  + i;
      requests.add(ApiRig.request(path, TOKEN));
    }
    return requests;
  }

  @Override
  public void close() {
    cluster.close();
  }
}
