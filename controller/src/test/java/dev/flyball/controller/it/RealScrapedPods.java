package dev.flyball.controller.it;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Deployments at a real API server whose pods are HTTP servers of the test, with a counter of
 * requests; the test plays the Deployment controller and the kubelet.
 */
final class RealScrapedPods implements AutoCloseable {
  private static final String NAMESPACE = "shop";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final Vertx vertx = Vertx.vertx();
  private final long began = System.nanoTime();
  private int addresses;

  RealScrapedPods(KubernetesClient client) {
    this.client = client;
  }

  /** Makes the namespaces, and settings that make the scraper quick. */
  void prepare() {
    create("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}");
    create("apiVersion: v1\nkind: Namespace\nmetadata: {name: flyball-system}");
    create("apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: shop}");
    create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: flyball-settings, namespace: flyball-system, labels: {flyball.dev/type: settings}}
        data:
          settings.yaml: |
            architectures: []
            series:
            - name: http_requests_per_second
              scrape: {counter: http_requests_total, interval: 250ms, window: 2s}
        """);
  }

  private void create(String object) {
    client.resource(object).create();
  }

  /** A Deployment of 2 whose pods are running and count this many requests a second each. */
  void deployment(String name, double requestsPerSecond) {
    create(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec: {containers: [{name: main, image: web:1}]}
        """
            .formatted(name));
    client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(name)
        .editStatus(d -> d.edit().editOrNewStatus().withReplicas(2).endStatus().build());
    for (int i = 1; i <= 2; i++) {
      pod(name, name + "-5d9c7-" + i, requestsPerSecond);
    }
  }

  private void pod(String deployment, String name, double requestsPerSecond) {
    String address = "127.78.0." + ++addresses;
    int port =
        TestingController.await(
                vertx
                    .createHttpServer()
                    .requestHandler(request -> page(request, requestsPerSecond))
                    .listen(0, address))
            .actualPort();
    create(
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: %s
          namespace: shop
          labels: {app: %2$s, pod-template-hash: 5d9c7}
          annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%3$d"}
          ownerReferences:
          - {apiVersion: apps/v1, kind: ReplicaSet, name: %2$s-5d9c7, uid: %2$s, controller: true}
        spec: {containers: [{name: main, image: web:1}]}
        """
            .formatted(name, deployment, port));
    client.pods().inNamespace(NAMESPACE).withName(name).editStatus(pod -> running(pod, address));
  }

  private void page(HttpServerRequest request, double requestsPerSecond) {
    double seconds = (System.nanoTime() - began) / 1e9;
    request
        .response()
        .putHeader("Content-Type", "text/plain; version=0.0.4")
        .end("http_requests_total{code=\"200\"} " + (seconds * requestsPerSecond) + "\n");
  }

  private static Pod running(Pod pod, String address) {
    String since = "2026-01-01T00:00:00Z";
    return pod.edit()
        .editOrNewStatus()
        .withPhase("Running")
        .withPodIP(address)
        .addNewPodIP(address)
        .withStartTime(since)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime(since)
        .endCondition()
        .endStatus()
        .build();
  }

  /** A native HPA of this Deployment with one metric. */
  void hpa(String deployment, String metric) {
    create(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: %1$s, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
          minReplicas: 1
          maxReplicas: 8
          metrics:
          - %2$s
        """
            .formatted(deployment, metric));
  }

  /** What the Deployment asks for. */
  int replicas(String deployment) {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(deployment)
        .get()
        .getSpec()
        .getReplicas();
  }

  /** Waits, for a bounded time, until something holds. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(100);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() {
    TestingController.await(vertx.close());
  }
}
