package dev.flyball.benchmarks.rig;

import dev.flyball.controller.config.GoDuration;

/** A cluster with Deployments whose pods have a counter of requests that can be scraped. */
interface ReactionWorld extends AutoCloseable {
  /** Replicas that the load before the step asks for. */
  int FROM = 2;

  /** Replicas that the load after it asks for. */
  int TO = 6;

  String NAMESPACE = "imprun-system";

  /** Requests per second that a pod is to serve, which its policy has as target. */
  double RATE_PER_POD = 100;

  /** Starts it, with the settings of the controller in it. */
  void start();

  /** How the controller's process finds it. */
  String kubeconfig();

  /** Adds a Deployment with its policy, under the load of before. */
  ReactionTarget add(int number);

  /** Waits until all pods of a Deployment are ready. */
  void awaitReady(ReactionTarget target);

  /** Removes a Deployment with all that belongs to it. */
  void remove(ReactionTarget target);

  @Override
  void close();

  /** The ConfigMap of the settings. */
  static String settings(ReactionOptions options) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata:
          {name: flyball-settings, namespace: flyball-system, labels: {flyball.dev/type: settings}}
        data:
          settings.yaml: |
            architectures: []
            series:
            - name: http_requests_per_second
              scrape: {counter: http_requests_total, interval: %s, window: %s}
        """
        .formatted(GoDuration.format(options.scrape()), GoDuration.format(options.window()));
  }

  /** A Deployment of {@link #FROM} whose pods are scraped at this port. */
  static String deployment(String name, int port) {
    return """
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
        """
        .formatted(FROM, port)
        .replace("NAME", name);
  }

  /** Its policy, without any other limit to how fast it scales up than those that all have. */
  static String policy(String name, ReactionOptions options) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: NAME, namespace: imprun-system, labels: {flyball.dev/type: policy}}
        data:
          NAME: |
            scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: NAME}
            minReplicas: %d
            maxReplicas: 20
            behavior: {scaleUp: {stabilizationWindowSeconds: %d}}
            metrics:
            - type: Pods
              pods:
                metric: {name: http_requests_per_second}
                target: {type: AverageValue, averageValue: "%.0f"}
        """
        .formatted(FROM, options.upWindow().toSeconds(), RATE_PER_POD)
        .replace("NAME", name);
  }
}
