package dev.flyball.controller.it;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Workloads and policies in namespace {@code shop} of a real API server. This plays the Deployment
 * controller and the kubelet: pods are there, running and ready, because it says so.
 */
final class RealWorkloads {
  static final String NAMESPACE = "shop";

  /** Settings that make the controller quick. */
  static final String QUICK =
      """
      syncPeriod: 1s
      cpuInitializationPeriod: 0s
      initialReadinessDelay: 0s
      downscaleStabilization: 0s
      """;

  private final KubernetesClient client;
  private final TestingMetricsApi metrics;

  RealWorkloads(KubernetesClient client, TestingMetricsApi metrics) {
    this.client = client;
    this.metrics = metrics;
  }

  /** Makes the namespaces, an ARM64 node, and settings that make the controller quick. */
  void prepare() {
    prepareShop();
    create(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: flyball-system}
        """,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: flyball-settings, namespace: flyball-system, labels: {flyball.dev/type: settings}}
        data:
          settings.yaml: |
        """
            + QUICK.indent(4));
  }

  /** Makes the namespace of the workloads and an ARM64 node. */
  void prepareShop() {
    create(
        """
        apiVersion: v1
        kind: Namespace
        metadata: {name: shop}
        """,
        """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: default, namespace: shop}
        """,
        """
        apiVersion: v1
        kind: Node
        metadata: {name: node-1, labels: {kubernetes.io/arch: arm64}}
        """);
  }

  private void create(String... objects) {
    for (String object : objects) {
      client.resource(object).create();
    }
  }

  /** A Deployment of 2 with its pods running and ready, as a cluster would have made them. */
  void deployment(String name) {
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
            spec:
              containers:
              - {name: main, image: web:1, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """
            .formatted(name));
    for (int i = 1; i <= 2; i++) {
      runningPod(name, name + "-" + i, "127.77.0." + i);
    }
  }

  private void runningPod(String app, String name, String ip) {
    create(
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop, labels: {app: %s}}
        spec:
          nodeName: node-1
          containers:
          - {name: main, image: web:1, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """
            .formatted(name, app));
    String now = "2026-01-01T00:00:00Z";
    client.pods().inNamespace(NAMESPACE).withName(name).editStatus(pod -> running(pod, ip, now));
  }

  private static Pod running(Pod pod, String ip, String since) {
    return pod.edit()
        .editOrNewStatus()
        .withPhase("Running")
        .withPodIP(ip)
        .addNewPodIP(ip)
        .withStartTime(since)
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withLastTransitionTime(since)
        .endCondition()
        .endStatus()
        .build();
  }

  /** What each pod of the Deployment uses from now on, in thousandths of a core. */
  void cpu(String deployment, long milliOfEachPod) {
    metrics.use(NAMESPACE, deployment + "-1", milliOfEachPod);
    metrics.use(NAMESPACE, deployment + "-2", milliOfEachPod);
  }

  /** A policy in a ConfigMap of the same name, for the Deployment of this name: half of its CPU. */
  void policy(String name, int min, int max) {
    policy(name, min, max, "{type: Pods, value: 10, periodSeconds: 1}");
  }

  /** The same with a rate policy for scaling up. */
  void policy(String name, int min, int max, String scaleUp) {
    create(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %1$s, namespace: shop, labels: {flyball.dev/type: policy}}
        data:
          %1$s: |
            scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %1$s}
            minReplicas: %2$d
            maxReplicas: %3$d
            metrics:
            - type: Resource
              resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
            behavior:
              scaleUp: {policies: [%4$s]}
              scaleDown: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
        """
            .formatted(name, min, max, scaleUp));
  }

  /** What the scale subresource asks for. */
  int replicas(String deployment) {
    return client
        .apps()
        .deployments()
        .inNamespace(NAMESPACE)
        .withName(deployment)
        .scale()
        .getSpec()
        .getReplicas();
  }

  /** Events of this reason at a ConfigMap. */
  List<Event> events(String configMap, String reason) {
    return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
        .filter(event -> event.getReason().equals(reason))
        .filter(event -> event.getRegarding().getName().equals(configMap))
        .toList();
  }

  /** A ConfigMap of the namespace; null without one. */
  @Nullable ConfigMap configMap(String name) {
    return client.configMaps().inNamespace(NAMESPACE).withName(name).get();
  }
}
