package dev.flyball.deploy;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.PodUse;
import dev.flyball.minicluster.real.RealControlPlane;
import java.util.List;
import java.util.Map;

/**
 * A cluster of ten workloads in five namespaces, each with a policy of three metrics, and 50 pods
 * in the mean: the load on each workload goes up and down, from four pods' worth to six, at a
 * moment of its own. Settings are those of the chart.
 */
final class SmallCluster implements AutoCloseable {
  static final int WORKLOADS = 10;
  static final int LEAST_PODS = 4 * WORKLOADS;
  static final String TOKEN = "somebody";

  private static final long WAVE_MILLIS = 60_000;

  private final int metricsPort = RealControlPlane.freePort();
  private final PodFiles files = new PodFiles();
  private final Minicluster cluster =
      Minicluster.builder().syntheticMetricsPort(metricsPort).secure(files.key()).build();

  SmallCluster() {
    cluster.start();
    cluster
        .reviews()
        .tokens(token -> token.equals(TOKEN) ? new Reviews.User(TOKEN, "1", List.of()) : null);
    cluster.namespace("kube-system");
    cluster.apply(settings());
    for (int i = 0; i < WORKLOADS; i++) {
      cluster.apply(deployment(i));
      cluster.apply(policy(i));
      cluster.load(namespace(i), name(i), wave(i));
    }
    cluster.awaitIdle();
  }

  static String name(int number) {
    return "app-" + number;
  }

  static String namespace(int number) {
    return "team-" + number % 5;
  }

  /** Four pods' worth for half of the wave and six for the other half. */
  private static LoadModel wave(int number) {
    long phase = number * WAVE_MILLIS / WORKLOADS;
    return context -> {
      boolean high = (context.nowMillis() + phase) % WAVE_MILLIS < WAVE_MILLIS / 2;
      double share = (high ? 6.0 : 4.0) / context.readyPods();
      return new PodUse(0.07 * share, 40L << 20, 100 * share);
    };
  }

  private static String settings() {
    String rendered = TestingHelm.read(TestingHelm.DEPLOY.resolve("flyball.yaml"));
    for (String document : rendered.split("(?m)^---\\s*$", -1)) {
      if (document.contains("name: flyball-settings") && document.contains("kind: ConfigMap")) {
        return document;
      }
    }
    throw new IllegalStateException("the manifest holds no settings");
  }

  private String deployment(int number) {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %2$s}
        spec:
          replicas: 4
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%3$d"}
            spec:
              containers:
              - name: server
                image: web:1
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        """
        .formatted(name(number), namespace(number), metricsPort);
  }

  private static String policy(int number) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %1$s, namespace: %2$s, labels: {flyball.dev/type: policy}}
        data:
          %1$s: |
            scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
            minReplicas: 4
            maxReplicas: 6
            metrics:
            - type: Resource
              resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
            - type: Resource
              resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}
            - type: Pods
              pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, averageValue: "100"}}
            behavior:
              scaleDown: {stabilizationWindowSeconds: 10}
        """
        .formatted(name(number), namespace(number));
  }

  /** The environment of a pod in this cluster; its API is reached over TLS with a token. */
  Map<String, String> environment() {
    return files.environment(cluster.server().securePort());
  }

  int pods() {
    return cluster.objects().store().list(ResourceCatalog.PODS, "").size();
  }

  /** Writes of scales so far. */
  long scaleWrites() {
    return cluster.requests().requests("patch", "deployments/scale.apps");
  }

  @Override
  public void close() {
    cluster.close();
  }
}
