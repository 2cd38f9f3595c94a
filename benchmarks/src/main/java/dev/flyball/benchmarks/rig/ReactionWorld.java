package dev.flyball.benchmarks.rig;

import dev.flyball.controller.config.GoDuration;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Change;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.NodeSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cluster with Deployments whose pods have a counter of requests that can be scraped. */
final class ReactionWorld implements AutoCloseable {
  /** Replicas that the load before the step asks for. */
  static final int FROM = 2;

  /** Replicas that the load after it asks for. */
  static final int TO = 6;

  private static final String NAMESPACE = "imprun-system";
  private static final double RATE_PER_POD = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReactionOptions options;
  private final int port = freePort();
  private final Minicluster cluster;
  private final Map<String, Target> targets = new ConcurrentHashMap<>();

  ReactionWorld(ReactionOptions options) {
    this.options = options;
    this.cluster =
        Minicluster.builder()
            .nodes(NodeSpec.arm64("node").size(1_000_000, 1L << 46, 10_000).times(3))
            .podStartupDelay(Duration.ofSeconds(3))
            .readinessDelay(Duration.ofSeconds(2))
            .syntheticMetricsPort(port)
            .build();
  }

  void start() {
    cluster.start();
    cluster.objects().store().addListener(this::changed);
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
              scrape: {counter: http_requests_total, interval: %s, window: %s}
        """
            .formatted(GoDuration.format(options.scrape()), GoDuration.format(options.window())));
  }

  String kubeconfig() {
    return cluster.kubeconfig();
  }

  /** Adds a Deployment with its policy, under the load of before. */
  Target add(int number) {
    String name = "app-%03d".formatted(number);
    Target target = new Target(name);
    targets.put(name, target);
    target.load(FROM);
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: imprun-system}
        spec:
          replicas: %d
          selector: {matchLabels: {app: NAME}}
          template:
            metadata:
              labels: {app: NAME}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%d"}
            spec:
              containers:
              - name: server
                image: server:1
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: NAME, namespace: imprun-system, labels: {flyball.dev/type: policy}}
        data:
          NAME: |
            scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
            minReplicas: %d
            maxReplicas: 20
            metrics:
            - type: Pods
              pods:
                metric: {name: http_requests_per_second}
                target: {type: AverageValue, averageValue: "%.0f"}
        """
            .formatted(FROM, port, FROM, RATE_PER_POD)
            .replace("NAME", name));
    return target;
  }

  /** Waits until all pods of a Deployment are ready. */
  void awaitReady(Target target) {
    if (!Waiting.until(PATIENCE, Duration.ofMillis(50), () -> target.readyPods() == FROM)) {
      throw new RigException("the pods of " + target.name + " were not ready in time");
    }
  }

  /** Removes a Deployment with all that belongs to it. */
  void remove(Target target) {
    targets.remove(target.name);
    ObjectApi objects = cluster.objects();
    objects.delete(
        objects.catalog().ofKind("v1", "ConfigMap"),
        NAMESPACE,
        target.name,
        ObjectApi.Deletion.DEFAULT);
    objects.delete(ResourceCatalog.DEPLOYMENTS, NAMESPACE, target.name, ObjectApi.Deletion.DEFAULT);
  }

  /** Under the store's lock: few objects, and only what a write of the scale changes. */
  private void changed(Change change) {
    StoredObject object = change.object();
    if (object.type().equals(ResourceCatalog.DEPLOYMENTS)) {
      Target target = targets.get(object.name());
      if (target != null) {
        target.written(object.tree().path("spec").path("replicas").asInt());
      }
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }

  /** A Deployment under load. Safe for several threads. */
  final class Target {
    private final String name;
    private int replicas = FROM;
    private long stepNanos;
    private double first = -1;
    private double full = -1;
    private int writes;

    private Target(String name) {
      this.name = name;
    }

    private void load(int pods) {
      cluster.load(NAMESPACE, name, LoadModel.shared(0, 32 << 20, RATE_PER_POD * pods));
    }

    private long readyPods() {
      return cluster.pods(NAMESPACE).stream()
          .filter(pod -> pod.pod().ready() && name.equals(pod.labels().get("app")))
          .count();
    }

    /** Raises the load. */
    synchronized void step() {
      if (writes > 0) {
        throw new RigException(name + " was scaled to " + replicas + " before its load went up");
      }
      stepNanos = System.nanoTime();
      load(TO);
    }

    private synchronized void written(int now) {
      if (now == replicas) {
        return;
      }
      replicas = now;
      writes++;
      double seconds = (System.nanoTime() - stepNanos) / 1e9;
      if (first < 0) {
        first = seconds;
      }
      if (now >= TO && full < 0) {
        full = seconds;
      }
    }

    synchronized boolean isFull() {
      return full >= 0;
    }

    synchronized ReactionResult.Run result() {
      return new ReactionResult.Run(first, full, writes);
    }
  }
}
