package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.NodeSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class SchedulingTest {
  private final TestingCluster testing =
      new TestingCluster(
          Minicluster.builder()
              .virtualTime(Instant.EPOCH)
              .nodes(
                  NodeSpec.arm64("arm").size(1000, 1L << 30, 5),
                  NodeSpec.amd64("amd").label("disk", "ssd"),
                  NodeSpec.arm64("tainted").taint("team=a:NoSchedule")));

  @AfterEach
  void stop() {
    testing.close();
  }

  /** What a pod spec says beside its container, and the node it must land on; empty for none. */
  record Row(String spec, String cpu, String node, String message) {}

  static Stream<Arguments> pods() {
    return Stream.of(
        argumentSet(
            "by arch", new Row("nodeSelector: {kubernetes.io/arch: amd64}", "1", "amd", "")),
        argumentSet("by label", new Row("nodeSelector: {disk: ssd}", "1", "amd", "")),
        argumentSet(
            "by required affinity",
            new Row(
                "affinity: {nodeAffinity: {requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms:"
                    + " [{matchExpressions: [{key: kubernetes.io/arch, operator: In, values: [arm64]}]}]}}}",
                "1",
                "arm",
                "")),
        argumentSet(
            "by toleration",
            new Row(
                "tolerations: [{key: team, value: a, effect: NoSchedule}], nodeSelector: {kubernetes.io/hostname: tainted}",
                "1",
                "tainted",
                "")),
        argumentSet(
            "taint not tolerated",
            new Row(
                "nodeSelector: {kubernetes.io/hostname: tainted}", "1", "", "untolerated taint")),
        argumentSet(
            "no such arch",
            new Row(
                "nodeSelector: {kubernetes.io/arch: riscv64}", "1", "", "node affinity/selector")),
        argumentSet(
            "too large",
            new Row("nodeSelector: {kubernetes.io/arch: arm64}", "1500m", "", "Insufficient cpu")));
  }

  @ParameterizedTest
  @MethodSource("pods")
  void aPodGoesWhereItMay(Row row) {
    testing.cluster.apply(
        """
        {apiVersion: v1, kind: Pod, metadata: {name: one, namespace: shop}, spec: {%s,
          containers: [{name: main, image: one, resources: {requests: {cpu: %s}}}]}}
        """
            .formatted(row.spec(), row.cpu()));
    testing.cluster.awaitIdle();

    var pod = testing.client.pods().inNamespace("shop").withName("one").get();
    var scheduled =
        pod.getStatus().getConditions().stream()
            .filter(c -> c.getType().equals("PodScheduled"))
            .findFirst()
            .orElseThrow();
    if (row.node().isEmpty()) {
      assertThat(pod.getStatus().getPhase()).isEqualTo("Pending");
      assertThat(scheduled.getStatus()).isEqualTo("False");
      assertThat(scheduled.getReason()).isEqualTo("Unschedulable");
      assertThat(scheduled.getMessage())
          .startsWith("0/3 nodes are available")
          .contains(row.message());
    } else {
      assertThat(pod.getSpec().getNodeName()).isEqualTo(row.node());
      assertThat(scheduled.getStatus()).isEqualTo("True");
    }
  }

  @Test
  void aFullNodeTakesNoMoreUntilAPodGoesOrANodeComes() {
    testing.cluster.apply(
        TestingCluster.deployment("web", 7)
            .replace(
                "      containers:",
                "      nodeSelector: {kubernetes.io/arch: arm64}\n      containers:"));
    testing.cluster.advance(Duration.ofSeconds(1));
    assertThat(ready()).isEqualTo(5);

    testing.cluster.cluster().addNode(NodeSpec.arm64("late"));
    testing.cluster.advance(Duration.ofSeconds(1));
    assertThat(ready()).isEqualTo(7);

    testing.cluster.scale(ResourceCatalog.DEPLOYMENTS, "shop", "web", 2);
    testing.cluster.advance(Duration.ofSeconds(1));
    assertThat(testing.cluster.pods("shop")).hasSize(2);
  }

  private long ready() {
    return testing.cluster.pods("shop").stream().filter(p -> p.pod().ready()).count();
  }
}
