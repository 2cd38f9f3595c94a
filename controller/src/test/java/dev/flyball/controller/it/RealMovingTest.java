package dev.flyball.controller.it;

import static dev.flyball.controller.it.RealInstall.eventually;
import static dev.flyball.controller.it.RealInstall.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cli.FlyballCommand;
import dev.flyball.minicluster.real.KeyForm;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A workload moves between an HPA and a policy at a real API server: its defaults, validation,
 * preconditions and RBAC, and the HPA controller that scales until it is taken over.
 */
@Timeout(300)
class RealMovingTest {
  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
        namespace: shop
        labels: {app: web, app.kubernetes.io/managed-by: Helm}
        annotations: {team: sales}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        maxReplicas: 8
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        - type: Resource
          resource: {name: memory, target: {type: AverageValue, averageValue: 512Mi}}
        - type: External
          external:
            metric: {name: queue_depth, selector: {matchLabels: {queue: orders}}}
            target: {type: AverageValue, averageValue: "30"}
        behavior:
          scaleUp: {policies: [{type: Pods, value: 10, periodSeconds: 15}]}
          scaleDown: {stabilizationWindowSeconds: 600, selectPolicy: Min}
      """;

  @TempDir private static Path folder;

  private static RealControlPlane plane;
  private static KubernetesClient client;
  private static TestingMetricsApi metrics;
  private static RealWorkloads shop;
  private static FlyballController controller;
  private static Kubectl kubectl;

  private final StringWriter out = new StringWriter();

  @BeforeAll
  static void start() {
    plane = RealPlanes.startOrSkip(folder);
    RealPlanes.startControllerManagerOrSkip(plane, "horizontal-pod-autoscaler-controller");
    kubectl = Kubectl.orSkip(plane.adminKubeconfig(), folder);
    client = plane.client();
    metrics = new TestingMetricsApi(plane, client);
    shop = new RealWorkloads(client, metrics);
    shop.prepare();
    shop.deployment("web");
    controller =
        TestingController.await(
            FlyballController.start(
                new ControllerOptions(
                    RealPlanes.adminConfig(plane, folder),
                    ControllerOptions.DEFAULT_NAMESPACE,
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    "test",
                    Clock.systemUTC(),
                    Optional.empty())));
  }

  @AfterAll
  static void stop() throws Exception {
    if (controller != null) {
      TestingController.await(controller.close());
    }
    for (AutoCloseable opened : new AutoCloseable[] {metrics, client, plane}) {
      if (opened != null) {
        opened.close();
      }
    }
  }

  @BeforeEach
  void scaledByItsHpa() {
    shop.cpu("web", 50);
    client.apps().deployments().inNamespace("shop").withName("web").scale(2);
    succeed(kubectl.apply(HPA));
  }

  @AfterEach
  void nothingIsLeft() {
    succeed(
        kubectl.run(
            "delete", "configmap,hpa", "--all", "--namespace", "shop", "--ignore-not-found"));
  }

  private int run(String line) {
    return run("admin", line);
  }

  private int run(String user, String line) {
    out.getBuffer().setLength(0);
    List<String> arguments = new ArrayList<>(List.of(line.split(" ", -1)));
    arguments.add("--kubeconfig=" + folder.resolve(user + ".kubeconfig"));
    PrintWriter writer = new PrintWriter(out, true);
    return FlyballCommand.commandLine()
        .setOut(writer)
        .setErr(writer)
        .execute(arguments.toArray(String[]::new));
  }

  /** A user who has the rights of the guide but for one. */
  private static void user(String name, String configMaps, String hpas) throws IOException {
    Files.writeString(
        folder.resolve(name + ".kubeconfig"), plane.kubeconfig("CN=" + name, KeyForm.EC_PKCS8));
    succeed(
        kubectl.apply(
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: %1$s, namespace: shop}
            rules:
            - {apiGroups: [""], resources: [configmaps], verbs: [%2$s]}
            - {apiGroups: [autoscaling], resources: [horizontalpodautoscalers], verbs: [%3$s]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: %1$s, namespace: shop}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: %1$s}
            subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: %1$s}]
            """
                .formatted(name, configMaps, hpas)));
  }

  /** The HPA without what the server or its controller gives it; empty where there is none. */
  private static JsonNode hpa() {
    GenericKubernetesResource found =
        client
            .genericKubernetesResources("autoscaling/v2", "HorizontalPodAutoscaler")
            .inNamespace("shop")
            .withName("web")
            .get();
    if (found == null) {
      return JsonMapper.shared().missingNode();
    }
    ObjectNode hpa =
        (ObjectNode)
            JsonMapper.shared().readTree(client.getKubernetesSerialization().asJson(found));
    hpa.remove("status");
    ((ObjectNode) hpa.path("metadata"))
        .remove(List.of("uid", "resourceVersion", "creationTimestamp", "managedFields"));
    return hpa;
  }

  private static String text(String configMap, String key) {
    ConfigMap found = shop.configMap(configMap);
    return found == null ? "" : found.getData().getOrDefault(key, "");
  }

  private void importInDryRun() {
    assertThat(run("import -n shop --apply")).as(out.toString()).isZero();
    eventually(
        "Flyball says that it knows the policy",
        () -> text("web-flyball-status", "web").contains("\"mode\": \"DryRun\""));
  }

  @Test
  void aWorkloadMovesToItsPolicyAndBack() throws IOException {
    JsonNode before = hpa();
    assertThat(before.at("/spec/minReplicas").asInt(0)).as("a default of the server").isOne();
    shop.cpu("web", 100);
    eventually("its HPA scales it", () -> shop.replicas("web") == 4);

    Path file = folder.resolve("policies.yaml");
    assertThat(run("import -n shop -o " + file)).as(out.toString()).isZero();
    succeed(kubectl.apply(Files.readString(file), "--validate=strict"));
    assertThat(text("web", "web")).contains("mode: DryRun", "queue: orders");
    assertThat(FlyballCommand.commandLine().execute("validate", file.toString())).isZero();
    importInDryRun();
    assertThat(out.toString()).contains("configmap shop/web unchanged");

    assertThat(run("takeover shop/web")).as(out.toString()).isZero();
    assertThat(hpa().isMissingNode()).isTrue();
    assertThat(text("web", "web")).contains("mode: Active");
    assertThat(shop.replicas("web")).isEqualTo(4);
    shop.cpu("web", 150);
    eventually("the policy scales it", () -> shop.replicas("web") == 6);

    assertThat(run("handback shop/web")).as(out.toString()).isZero();
    assertThat(hpa()).isEqualTo(before);
    assertThat(text("web", "web")).contains("mode: DryRun");
    assertThat(shop.replicas("web")).isEqualTo(6);
    shop.cpu("web", 200);
    eventually("its HPA scales it again", () -> shop.replicas("web") == 8);
  }

  @Test
  void whoMayNotWriteThePolicyGetsTheHpaBack() throws IOException {
    user("no-patch", "get, list, create, delete", "get, list, create, delete");
    JsonNode before = hpa();
    importInDryRun();
    assertThat(run("no-patch", "takeover shop/web")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "deleted HorizontalPodAutoscaler shop/web",
            "cannot patch resource \"configmaps\"",
            "the HorizontalPodAutoscaler is back");
    assertThat(hpa()).isEqualTo(before);
    assertThat(text("web", "web")).contains("mode: DryRun");
    assertThat(shop.configMap("web-flyball-hpa")).isNull();
  }

  @Test
  void whoMayNotDeleteTheHpaChangesNothing() throws IOException {
    user("no-delete", "get, list, create, patch, delete", "get, list, create");
    JsonNode before = hpa();
    importInDryRun();
    assertThat(run("no-delete", "takeover shop/web")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString())
        .contains("cannot delete resource \"horizontalpodautoscalers\"", "goes on as before");
    assertThat(hpa()).isEqualTo(before);
    assertThat(shop.configMap("web-flyball-hpa")).isNull();
  }

  @Test
  void whoMayNotCreateTheHpaLeavesThePolicyActive() throws IOException {
    user("no-create", "get, list, create, patch, delete", "get, list, delete");
    JsonNode before = hpa();
    importInDryRun();
    assertThat(run("no-create", "takeover shop/web")).as(out.toString()).isZero();
    assertThat(run("no-create", "handback shop/web")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString())
        .contains("cannot create resource \"horizontalpodautoscalers\"", "shop/web is Active");
    assertThat(hpa().isMissingNode()).isTrue();
    assertThat(text("web", "web")).contains("mode: Active");
    assertThat(run("handback shop/web")).as(out.toString()).isZero();
    assertThat(hpa()).isEqualTo(before);
  }
}
