package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.LoadModel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What people type, straight at Flyball's API server. */
@Timeout(180)
class ScalersKubectlTest {
  @TempDir private static Path folder;

  private static TestingController it;
  private static Kubectl kubectl;

  @BeforeAll
  static void scaleOnce() {
    // Nothing needs to be started where there is no kubectl.
    Kubectl.orSkip("", folder);
    it =
        new TestingController(
                Minicluster.builder()
                    .podStartupDelay(Duration.ofMillis(50))
                    .readinessDelay(Duration.ofMillis(50))
                    .metricsResolution(Duration.ofMillis(200)))
            .withMetricsApi();
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
    it.deployment("web", 2);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(200, 1 << 25, 0));
    it.policy("web", ScalersTest.policy(8));
    it.cluster
        .reviews()
        .tokens(token -> token.equals("good") ? new Reviews.User("ann", "", List.of()) : null);
    it.start();
    it.eventually("the APIs listen", () -> it.controller().metricsApiPort() > 0);
    kubectl = Kubectl.orSkip(kubeconfig(it.controller().metricsApiPort()), folder);
    it.eventually(
        "4 replicas and no more to do",
        () ->
            kubectl
                .run("get", "scalers")
                .output()
                .lines()
                .anyMatch(line -> line.matches("web .*/50% +1 +8 +4 .*ReadyForNewScale")));
  }

  private static String kubeconfig(int port) {
    return """
    apiVersion: v1
    kind: Config
    clusters: [{name: c, cluster: {server: "https://127.0.0.1:%d", insecure-skip-tls-verify: true}}]
    users: [{name: u, user: {token: good}}]
    contexts: [{name: x, context: {cluster: c, user: u, namespace: shop}}]
    current-context: x
    """
        .formatted(port);
  }

  @AfterAll
  static void close() {
    if (it != null) {
      it.close();
    }
  }

  private static String kubectl(String... arguments) {
    Kubectl.Result result = kubectl.run(arguments);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result.output();
  }

  @Test
  void getPrintsTheColumnsOfTheHpa() {
    assertThat(kubectl("get", "scalers").lines().findFirst().orElseThrow().split(" +"))
        .containsExactly(
            "NAME",
            "REFERENCE",
            "TARGETS",
            "MINPODS",
            "MAXPODS",
            "REPLICAS",
            "AGE",
            "MODE",
            "REASON");
    assertThat(kubectl("get", "scl", "-A", "--no-headers"))
        .containsPattern("shop +web +Deployment/web +cpu: [0-9]+%/50% +1 +8 +4 +[0-9]+s +Active");
    assertThat(kubectl("get", "scaler", "web", "-o", "wide"))
        .contains("DESIRED", "ALL TARGETS", "AGREEMENT", "EXPLANATION", "cpu at ");
    assertThat(kubectl("get", "scalers", "-L", "flyball.dev/type", "--show-labels"))
        .contains("policy", "flyball.dev/type=policy");
    assertThat(kubectl("get", "scalers", "--sort-by", ".status.desiredReplicas")).contains("web");
    // In so many words only where there is an API server to ask about the namespace.
    assertThat(kubectl.run("get", "scaler", "nobody").output())
        .contains("Error from server (NotFound)");
  }

  @Test
  void objectsAreYamlAndJsonAndPathsReachTheirFields() {
    assertThat(kubectl("get", "scaler", "web", "-o", "yaml"))
        .contains("kind: Scaler", "scaleTargetRef:", "currentMetrics:", "sentence: ");
    assertThat(kubectl("get", "scalers", "-o", "json")).contains("\"kind\": \"Scaler\"");
    assertThat(kubectl("get", "scalers", "-o", "jsonpath={.items[0].status.desiredReplicas}"))
        .isEqualTo("4");
    assertThat(kubectl("wait", "scaler/web", "--for=condition=AbleToScale", "--timeout=20s"))
        .contains("condition met");
  }

  @Test
  void watchShowsAChange() {
    try (Kubectl.Running watch = kubectl.start("get", "scalers", "-w")) {
      it.eventually("the first row", () -> watch.output().contains("Deployment/web"));
      it.policy("web", ScalersTest.policy(6));
      it.eventually(
          "a row with the other bound",
          () -> watch.output().lines().anyMatch(l -> l.matches("web .*/50% +1 +6 +4 .*")));
      assertThat(watch.output().lines().filter(l -> l.startsWith("NAME")).count()).isEqualTo(1);
      it.policy("web", ScalersTest.policy(8));
    }
  }

  @Test
  void describeAndExplainSayWhatAPersonWantsToKnow() {
    assertThat(kubectl("describe", "scaler", "web"))
        .contains("Sentence:", "Conditions:", "ReadyForNewScale", "Max Replicas:");
    assertThat(kubectl("explain", "scaler.status"))
        .contains("KIND:       Scaler", "sentence", "How the last decision came about");
    assertThat(kubectl("explain", "scaler.status.agreement"))
        .contains("differences", "How many of a hundred decisions were the same");
    assertThat(kubectl("explain", "scalers.spec.metrics.resource.target"))
        .contains("averageUtilization");
    assertThat(kubectl("api-resources", "--api-group=flyball.dev", "--no-headers"))
        .containsPattern("scalers +scl +flyball.dev/v1alpha1 +true +Scaler");
  }

  @Test
  void deletingSaysWhereToWriteInstead() {
    Kubectl.Result result = kubectl.run("delete", "scaler", "web", "--wait=false");
    assertThat(result.exitCode()).isNotZero();
    assertThat(result.output()).contains("edit the ConfigMap");
  }
}
