package dev.flyball.controller.demo;

import dev.flyball.controller.config.GoDuration;
import dev.flyball.controller.config.Origin;
import dev.flyball.controller.config.Parsed;
import dev.flyball.controller.config.PolicyReader;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.config.SettingsReader;
import dev.flyball.core.policy.Policy;
import java.time.Duration;

/**
 * The objects of the demo: the application, the article's policy for it, and the controller's
 * settings, with every window and period divided by the speed.
 *
 * @param speed how much faster than the article's
 */
record Manifests(double speed) {
  static final String NAMESPACE = "imprun-system";
  static final String APPLICATION = "imprun-server";

  /**
   * The application. A request takes 5 ms of CPU, so that a pod at its target of 100 requests/s
   * uses a third of the CPU and of the memory that it asks for, and requests per second decide.
   */
  String application() {
    return """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: imprun-server, namespace: imprun-system}
        spec:
          replicas: 2
          selector: {matchLabels: {app: imprun-server}}
          template:
            metadata:
              labels: {app: imprun-server}
              annotations:
                prometheus.io/scrape: "true"
                prometheus.io/port: "3000"
                minicluster.flyball.dev/service-time: 5ms
                minicluster.flyball.dev/workers: "2"
                minicluster.flyball.dev/memory-mib: "96"
            spec:
              nodeSelector: {kubernetes.io/arch: arm64}
              containers:
              - name: server
                image: imprun-server:1
                ports: [{containerPort: 3000}]
                resources: {requests: {cpu: 1500m, memory: 256Mi}}
        """;
  }

  /** The policy's text, as it stands under the key of its ConfigMap. */
  String policyText() {
    return """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: imprun-server}
        minReplicas: 2
        maxReplicas: 6
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
        - type: Resource
          resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}
        - type: Pods
          pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, averageValue: "100"}}
        behavior:
          scaleUp:
            stabilizationWindowSeconds: %1$d
            selectPolicy: Min
            policies:
            - {type: Percent, value: 50, periodSeconds: %1$d}
            - {type: Pods, value: 2, periodSeconds: %1$d}
          scaleDown:
            stabilizationWindowSeconds: %2$d
            policies:
            - {type: Percent, value: 25, periodSeconds: %1$d}
        """
        .formatted(seconds(60), seconds(300));
  }

  /** The ConfigMap of the policy. */
  String policy() {
    return configMap(NAMESPACE, APPLICATION, "policy", APPLICATION, policyText());
  }

  /** The text of the controller's settings. */
  String settingsText() {
    return """
        syncPeriod: %s
        downscaleStabilization: %s
        cpuInitializationPeriod: %s
        initialReadinessDelay: %s
        architectures: [arm64]
        series:
        - name: http_requests_per_second
          scrape: {counter: http_requests_total, interval: %s, window: %s}
        """
        .formatted(
            shortened(15),
            shortened(300),
            shortened(300),
            shortened(30),
            shortened(5),
            shortened(15));
  }

  /** The ConfigMap of the settings. */
  String settings(String namespace) {
    return configMap(namespace, "flyball-settings", "settings", "settings.yaml", settingsText());
  }

  /** The policy as the controller will read it. */
  Policy readPolicy() {
    return valid(PolicyReader.read(policyText(), Origin.file("the demo's policy")));
  }

  /** The settings as the controller will read them. */
  Settings readSettings() {
    return valid(SettingsReader.read(settingsText(), Origin.file("the demo's settings")));
  }

  private static <T> T valid(Parsed<T> parsed) {
    return switch (parsed) {
      case Parsed.Valid<T> valid -> valid.value();
      case Parsed.Invalid<T> invalid ->
          throw new IllegalStateException(invalid.problems().toString());
    };
  }

  private static String configMap(
      String namespace, String name, String type, String key, String text) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s, labels: {flyball.dev/type: %s}}
        data:
          %s: |
        %s
        """
        .formatted(name, namespace, type, key, text.indent(4));
  }

  /** Whole seconds, as windows and periods have them. */
  long seconds(int ofArticle) {
    return Math.max(1, Math.round(ofArticle / speed));
  }

  private String shortened(int seconds) {
    return GoDuration.format(Duration.ofMillis(Math.round(seconds * 1000 / speed)));
  }
}
