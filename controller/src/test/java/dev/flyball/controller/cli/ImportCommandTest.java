package dev.flyball.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.ManifestObjects;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceType;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class ImportCommandTest {
  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
        namespace: shop
        labels: {app: web, tier: "1", app.kubernetes.io/managed-by: Helm, argocd.argoproj.io/instance: x}
        annotations: {meta.helm.sh/release-name: web}
      spec:
        scaleTargetRef: {kind: Deployment, name: web}
        minReplicas: 2
        maxReplicas: 6
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
        - type: Pods
          pods:
            metric: {name: queue_depth, selector: {matchLabels: {"queue": "on"}}}
            target: {type: Value, averageValue: 1500m}
        - type: External
          external:
            metric: {name: http_requests_per_second}
            target: {type: AverageValue, averageValue: "100", value: "3"}
        behavior:
          scaleUp: {tolerance: 50m, warmth: 3}
          scaleDown:
            selectPolicy: Min
            policies:
            - {type: Percent, value: 25, periodSeconds: 60}
      status: {currentReplicas: 3, desiredReplicas: 3}
      """;

  private static final String CUSTOM_WITHOUT_GROUP =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata: {name: odd, namespace: shop}
      spec:
        scaleTargetRef: {kind: Rollout, name: odd}
        maxReplicas: 6
      """;

  private static final String V1 =
      """
      apiVersion: autoscaling/v1
      kind: HorizontalPodAutoscaler
      metadata: {name: flyball-settings}
      spec:
        scaleTargetRef: {apiVersion: extensions/v1beta1, kind: Deployment, name: old}
        maxReplicas: 4
        targetCPUUtilizationPercentage: 60
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final Minicluster cluster = Minicluster.builder().build();
  private String kubeconfig = "";

  @BeforeEach
  void start() throws IOException {
    cluster.start();
    kubeconfig = file("kubeconfig", cluster.kubeconfig());
    cluster.namespace("shop");
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  private String file(String name, String text) throws IOException {
    Path path = folder.resolve(name);
    Files.writeString(path, text);
    return path.toString();
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    CommandLine commandLine =
        FlyballCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    return commandLine.execute(arguments);
  }

  private int importFrom(String... arguments) {
    List<String> all = new java.util.ArrayList<>(List.of("import", "--kubeconfig", kubeconfig));
    all.addAll(List.of(arguments));
    return run(all.toArray(String[]::new));
  }

  private ObjectNode configMap(String name) {
    ResourceType type = cluster.objects().catalog().find("", "v1", "configmaps").orElseThrow();
    return cluster.objects().get(type, "shop", name).tree();
  }

  private void assertValid(String yaml) throws IOException {
    assertThat(run("validate", file("out.yaml", yaml))).as(out + yaml).isZero();
  }

  @Test
  void anHpaBecomesAPolicyThatSaysWhatIsDifferent() throws Exception {
    cluster.apply(HPA);
    assertThat(importFrom("-A")).as(err.toString()).isZero();
    String yaml = out.toString();
    assertThat(err.toString()).isEmpty();
    assertThat(yaml.replaceAll("\n *# ", " "))
        .contains("Labels not carried over", "app.kubernetes.io/managed-by: Helm")
        .contains("Annotations not carried over: meta.helm.sh/release-name")
        .contains("The HPA names no apiVersion; apps/v1 is where the kind is today.")
        .contains("queue_depth is no series of the settings: Flyball asks custom.metrics.k8s.io")
        .contains("type was \"Value\"; the HPA goes by averageValue")
        .contains("as the HPA does not use it: value: \"3\"")
        .contains("The HPA heeds it only with the feature HPAConfigurableTolerance")
        .contains("Not carried over, as Flyball has no such field: warmth: 3")
        .doesNotContain("http_requests_per_second is no series");
    ObjectNode object = ManifestObjects.read("out", yaml).getFirst();
    JsonNode labels = object.path("metadata").path("labels");
    assertThat(labels.propertyNames()).containsExactly("flyball.dev/type", "app", "tier");
    JsonNode policy =
        ManifestObjects.read("text", object.path("data").path("web").asString()).getFirst();
    assertThat(policy.toString())
        .isEqualTo(
            "{\"scaleTargetRef\":{\"apiVersion\":\"apps/v1\",\"kind\":\"Deployment\",\"name\":\"web\"},"
                + "\"minReplicas\":2,\"maxReplicas\":6,\"metrics\":["
                + "{\"type\":\"Resource\",\"resource\":{\"name\":\"cpu\",\"target\":"
                + "{\"type\":\"Utilization\",\"averageUtilization\":70}}},"
                + "{\"type\":\"Pods\",\"pods\":{\"metric\":{\"name\":\"queue_depth\","
                + "\"selector\":{\"matchLabels\":{\"queue\":\"on\"}}},"
                + "\"target\":{\"type\":\"AverageValue\",\"averageValue\":\"1500m\"}}},"
                + "{\"type\":\"External\",\"external\":{\"metric\":{\"name\":"
                + "\"http_requests_per_second\"},"
                + "\"target\":{\"type\":\"AverageValue\",\"averageValue\":\"100\"}}}],"
                + "\"behavior\":{\"scaleUp\":{\"tolerance\":\"50m\"},"
                + "\"scaleDown\":{\"selectPolicy\":\"Min\","
                + "\"policies\":[{\"type\":\"Percent\",\"value\":25,\"periodSeconds\":60}]}},"
                + "\"flyball\":{\"mode\":\"DryRun\"}}");
    assertValid(yaml);
  }

  @Test
  void aFileNeedsNoClusterAndOneThatCannotBecomeAPolicyIsNamed() throws Exception {
    String hpas = file("hpas.yaml", HPA + "---\n" + CUSTOM_WITHOUT_GROUP + "---\n" + V1);
    Path output = folder.resolve("policies.yaml");
    assertThat(run("import", "-f", hpas, "-o", output.toString(), "--mode", "Paused")).isEqualTo(1);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .startsWith("hpa shop/odd: scaleTargetRef.apiVersion: is missing");
    String yaml = Files.readString(output);
    assertThat(ManifestObjects.read("out", yaml))
        .extracting(o -> o.path("metadata").path("name").asString())
        .containsExactly("web", "flyball-settings-policy");
    assertThat(yaml).contains("mode: Paused", "averageUtilization: 60", "extensions/v1beta1");
    assertValid(yaml);
  }

  @Test
  void appliedTwiceNothingChangesAndAnHpaThatChangedIsFollowed() {
    cluster.apply(HPA);
    assertThat(importFrom("-n", "shop", "--apply")).isZero();
    assertThat(out.toString()).isEqualTo("configmap shop/web created" + System.lineSeparator());
    assertThat(importFrom("-n", "shop", "--apply")).isZero();
    assertThat(out.toString()).startsWith("configmap shop/web unchanged");
    cluster.apply(HPA.replace("maxReplicas: 6", "maxReplicas: 9"));
    assertThat(importFrom("-n", "shop", "--apply")).isZero();
    assertThat(out.toString()).startsWith("configmap shop/web changed");
    assertThat(configMap("web").path("data").path("web").asString()).contains("maxReplicas: 9");
  }

  @Test
  void aConfigMapOfTheSameNameThatIsSomebodyElsesStaysAsItIs() {
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: web, namespace: shop}
        data: {greeting: hello}
        """);
    cluster.apply(HPA);
    assertThat(importFrom("-A", "--apply")).isZero();
    assertThat(out.toString()).startsWith("configmap shop/web-policy created");
    assertThat(configMap("web").path("data").toString()).isEqualTo("{\"greeting\":\"hello\"}");
  }

  @Test
  void aPolicyThatWasWrittenByHandOrIsActiveIsNotWrittenOver() {
    cluster.apply(HPA);
    assertThat(importFrom("-A", "--apply", "--mode", "Active")).isZero();
    assertThat(importFrom("-A", "--apply")).isEqualTo(1);
    assertThat(out.toString()).contains("refused: the policy that is there is Active");
    ObjectNode byHand = configMap("web");
    ((ObjectNode) byHand.path("metadata")).remove("annotations");
    cluster.apply(byHand);
    assertThat(importFrom("-A", "--apply")).isEqualTo(1);
    assertThat(out.toString()).contains("refused: a policy of this name is there that was not");
    assertThat(configMap("web").path("data").path("web").asString()).contains("mode: Active");
  }

  @Test
  void whatCannotBeReadIsToldInOneLine() throws IOException {
    cluster.faults().fail(call -> call.path().contains("horizontalpod"), 403, 5);
    assertThat(importFrom("-A")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly("flyball import: the HPAs cannot be read: injected fault (403)");
    assertThat(run("import", "-f", file("broken.yaml", "a: [1"))).isEqualTo(2);
    assertThat(err.toString().lines()).singleElement().asString().contains("broken.yaml:1: ");
    assertThat(run("import", "-A", "-n", "shop")).isEqualTo(2);
  }
}
