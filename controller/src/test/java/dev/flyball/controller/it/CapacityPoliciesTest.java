package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.telemetry.Telemetry;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Reason;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.NodeSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Room for pods, through the whole controller: a node of 1 core, pods of 300m, so that 3 fit, and a
 * load of 470 requests/s that asks for 5.
 */
class CapacityPoliciesTest {
  private static final String SHORT = "node-1 cpu 100m free of 300m needed";
  private static final String QUICK =
      """
      syncPeriod: 1s
      downscaleStabilization: 1s
      series:
      - name: http_requests_per_second
        scrape: {counter: http_requests_total, interval: 200ms, window: 1s}
      """;

  private TestingController it;

  @BeforeEach
  void build() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    it =
        new TestingController(
            Minicluster.builder()
                .nodes(NodeSpec.arm64("node-1").size(1_000, 8L << 30, 110))
                .podShutdownDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200))
                .syntheticMetricsPort(port));
    it.settings(QUICK);
    workload("front", 1, "", port);
    workload("back", 2, "resources: {requests: {cpu: 300m}}", port);
    it.cluster.load(NAMESPACE, "front", LoadModel.shared(10, 1 << 20, 470));
  }

  @AfterEach
  void close() {
    it.close();
  }

  private void workload(String name, int replicas, String resources, int port) {
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: shop}
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata:
              labels: {app: %1$s}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%4$d"}
            spec:
              containers:
              - name: main
                image: web:1
                %3$s
        """
            .formatted(name, replicas, resources, port));
  }

  private void policy(String options) {
    it.policy(
        "back",
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: back}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - type: External
          external:
            metric: {name: http_requests_per_second, selector: {matchLabels: {workload: front}}}
            target: {type: AverageValue, averageValue: 100}
        behavior: {scaleUp: {policies: [{type: Pods, value: 8, periodSeconds: 1}]}}
        flyball: %s
        """
            .formatted(options));
  }

  private int replicas() {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "back");
  }

  private Optional<Condition> limited(Reason reason) {
    return it.report("back").conditions().stream()
        .filter(c -> c.type() == ConditionType.ScalingLimited && c.reason() == reason)
        .findFirst();
  }

  private boolean limited(Reason reason, String message) {
    return limited(reason).filter(c -> c.status() && c.message().contains(message)).isPresent();
  }

  private String lastScale() {
    return it.report("back").lastScale().map(e -> e.sentence(ZoneOffset.UTC)).orElse("");
  }

  private boolean event(String reason, String note) {
    ResourceType events =
        it.cluster.objects().catalog().find("events.k8s.io", "v1", "events").orElseThrow();
    return it.cluster.objects().store().list(events, NAMESPACE).stream()
        .map(event -> event.tree().toString())
        .anyMatch(text -> text.contains(reason) && text.contains(note));
  }

  @Test
  void warningsAreGivenAndReplicasToo() {
    policy("{capacity: Warn}");
    it.start();
    it.eventually("5 replicas", () -> replicas() == 5);
    assertThat(lastScale()).contains("1 of 3 more pods fit: " + SHORT);
    it.eventually(
        "2 pods wait",
        () -> limited(Reason.InsufficientCapacity, "only 3 of 5 pods fit: " + SHORT));
    it.cluster.cluster().addNode(NodeSpec.arm64("node-2").size(1_000, 8L << 30, 110));
    it.eventually("there is room for all", () -> limited(Reason.DesiredWithinRange).isPresent());
  }

  @Test
  void cappedReplicasGoOnWhenANodeIsAdded() {
    policy("{capacity: Cap}");
    it.start();
    it.eventually("3 replicas", () -> replicas() == 3);
    it.eventually(
        "the nodes are full",
        () ->
            limited(
                Reason.InsufficientCapacity,
                "0 of 2 more pods fit: " + SHORT + "; capped at 3 instead of 5"));
    assertThat(replicas()).isEqualTo(3);
    assertThat(new Telemetry().text(it.snapshot()))
        .contains(
            "flyball_policy_room_replicas{namespace=\"shop\",configmap=\"back\",policy=\"back\",} 0.0");
    it.eventually("an event", () -> event("InsufficientCapacity", "more pods fit"));
    it.cluster
        .cluster()
        .addNode(NodeSpec.arm64("node-2").size(1_000, 8L << 30, 110).taint("key:NoSchedule"));
    it.eventually(
        "a node that the pods do not tolerate",
        () ->
            limited(
                Reason.InsufficientCapacity,
                SHORT + ", 1 node with a taint that it does not tolerate"));
    it.cluster.cluster().addNode(NodeSpec.arm64("node-3").size(1_000, 8L << 30, 110));
    it.eventually("5 replicas", () -> replicas() == 5);
    it.eventually("all is well", () -> limited(Reason.DesiredWithinRange).isPresent());
  }

  @Test
  void quotaCapsUntilItIsRaised() {
    it.cluster.cluster().addNode(NodeSpec.arm64("node-2").size(4_000, 8L << 30, 110));
    it.cluster.apply(
        """
        apiVersion: v1
        kind: ResourceQuota
        metadata: {name: compute, namespace: shop}
        spec: {hard: {requests.cpu: 700m}}
        status: {hard: {requests.cpu: 700m}, used: {requests.cpu: 600m}}
        """);
    policy("{capacity: Cap}");
    it.start();
    it.eventually(
        "the quota is used up",
        () ->
            limited(
                Reason.QuotaExceeded,
                "0 of 3 more pods fit: quota compute requests.cpu 100m left of 300m needed,"
                    + " 700m in all; capped at 2 instead of 5"));
    assertThat(replicas()).isEqualTo(2);
    ResourceType quotas =
        it.cluster.objects().catalog().find("", "v1", "resourcequotas").orElseThrow();
    it.cluster
        .objects()
        .update(
            quotas,
            NAMESPACE,
            "compute",
            ObjectApi.Part.STATUS,
            tree -> {
              Json.child(Json.child(tree, "status"), "hard").put("requests.cpu", "3");
              return tree;
            });
    it.eventually("5 replicas", () -> replicas() == 5);
  }

  @Test
  void quotasThatCannotBeReadAreNoCeiling() {
    it.cluster.cluster().addNode(NodeSpec.arm64("node-2").size(4_000, 8L << 30, 110));
    it.cluster
        .faults()
        .fail(call -> call.resource().equals("resourcequotas"), 403, Integer.MAX_VALUE);
    policy("{capacity: Cap}");
    it.start();
    it.eventually("5 replicas", () -> replicas() == 5);
    it.eventually("an event", () -> event("CapacityUnknown", "resourcequotas cannot be read"));
  }

  @Test
  void nobodyAsksForQuotasWithoutNeed() {
    policy("{capacity: Ignore}");
    it.start();
    it.eventually("5 replicas", () -> replicas() == 5);
    assertThat(it.report("back").explanation().orElseThrow().room()).isEmpty();
    assertThat(it.cluster.requests().counts().keySet())
        .noneMatch(request -> request.contains("resourcequotas"));
    policy("{capacity: Warn}");
    it.eventually(
        "quotas are followed",
        () -> it.cluster.requests().counts().containsKey("watch resourcequotas"));
    it.eventually(
        "room is known", () -> it.report("back").explanation().orElseThrow().room().isPresent());
  }
}
