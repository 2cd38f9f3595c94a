package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cli.ClusterAccess;
import dev.flyball.controller.metricsapi.MetricsApiOptions;
import dev.flyball.core.policy.Quantity;
import dev.flyball.minicluster.real.KeyForm;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The metrics APIs behind a real API server: its aggregator, its authorization, and the HPA
 * controller that reads them.
 */
@Timeout(240)
class RealMetricsApiTest {
  private static final String EXTERNAL =
      "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/http_requests_per_second";
  private static final String PODS =
      "/apis/custom.metrics.k8s.io/v1beta2/namespaces/shop/pods/*/http_requests_per_second";

  @TempDir private static Path folder;

  private static RealControlPlane plane;
  private static KubernetesClient client;
  private static RealScrapedPods pods;
  private static FlyballController controller;

  @BeforeAll
  static void start() {
    plane = RealPlanes.startOrSkip(folder);
    client = plane.client();
    pods = new RealScrapedPods(client);
    pods.prepare();
    int port = RealControlPlane.freePort();
    register(port);
    controller =
        TestingController.await(
            FlyballController.start(
                new ControllerOptions(
                    RealPlanes.adminConfig(plane, folder),
                    ControllerOptions.DEFAULT_NAMESPACE,
                    "127.0.0.1",
                    0,
                    Optional.of(MetricsApiOptions.on("127.0.0.1", port)),
                    "test",
                    Clock.systemUTC(),
                    Optional.empty())));
    pods.deployment("imprun-server", 200);
    RealScrapedPods.eventually("the aggregator finds both APIs", RealMetricsApiTest::available);
  }

  /** As the chart does it, with a Service that leads to this process. */
  private static void register(int port) {
    client
        .resource(
            """
            apiVersion: v1
            kind: Service
            metadata: {name: flyball, namespace: flyball-system}
            spec: {type: ExternalName, externalName: localhost, ports: [{port: %d}]}
            """
                .formatted(port))
        .create();
    for (String name :
        new String[] {
          "v1beta1.external.metrics.k8s.io",
          "v1beta1.custom.metrics.k8s.io",
          "v1beta2.custom.metrics.k8s.io",
          "v1alpha1.flyball.dev"
        }) {
      String[] parts = name.split("\\.", 2);
      client
          .resource(
              """
              apiVersion: apiregistration.k8s.io/v1
              kind: APIService
              metadata: {name: %1$s.%2$s}
              spec:
                group: %2$s
                version: %1$s
                groupPriorityMinimum: 100
                versionPriority: 100
                service: {namespace: flyball-system, name: flyball, port: %3$d}
              """
                  .formatted(parts[0], parts[1], port))
          .create();
    }
  }

  private static boolean available() {
    return client
        .genericKubernetesResources("apiregistration.k8s.io/v1", "APIService")
        .list()
        .getItems()
        .stream()
        .filter(
            service -> service.getMetadata().getName().matches(".*metrics.k8s.io|.*flyball.dev"))
        .allMatch(RealMetricsApiTest::isAvailable);
  }

  private static boolean isAvailable(GenericKubernetesResource service) {
    JsonNode status =
        JsonMapper.shared().readTree(client.getKubernetesSerialization().asJson(service));
    for (JsonNode condition : status.path("status").path("conditions")) {
      if (condition.path("type").asString("").equals("Available")) {
        return condition.path("status").asString("").equals("True");
      }
    }
    return false;
  }

  @AfterAll
  static void stop() throws Exception {
    if (controller != null) {
      TestingController.await(controller.close());
    }
    for (AutoCloseable opened : new AutoCloseable[] {pods, client, plane}) {
      if (opened != null) {
        opened.close();
      }
    }
  }

  private static JsonNode get(KubernetesClient as, String path) {
    return JsonMapper.shared().readTree(as.raw(path));
  }

  private static long milli(JsonNode item) {
    return Quantity.parseMilli(item.path("value").asString("0"));
  }

  private static KubernetesClient user(String name) throws Exception {
    Path kubeconfig = folder.resolve(name + ".kubeconfig");
    Files.writeString(kubeconfig, plane.kubeconfig("CN=" + name, KeyForm.EC_PKCS8));
    Config config = ClusterAccess.read(kubeconfig);
    return new KubernetesClientBuilder().withConfig(config).build();
  }

  @Test
  void theAggregatorLeadsToTheSeries() {
    RealScrapedPods.eventually(
        "the workload's sum",
        () -> {
          JsonNode items =
              get(client, EXTERNAL + "?labelSelector=workload%3Dimprun-server").path("items");
          return items.size() == 1 && Math.abs(milli(items.path(0)) - 400_000) < 20_000;
        });
    JsonNode items = get(client, PODS + "?labelSelector=app%3Dimprun-server").path("items");
    assertThat(items.size()).isEqualTo(2);
    assertThat(milli(items.path(0))).isBetween(180_000L, 220_000L);
    assertThat(get(client, "/apis/external.metrics.k8s.io/v1beta1").toString())
        .contains("\"name\":\"http_requests_per_second\"");
    assertThat(client.raw("/openapi/v3/apis/external.metrics.k8s.io/v1beta1"))
        .contains("ExternalMetricValueList");
    // The client has null for what is not found.
    assertThat(client.raw(EXTERNAL.replace("per_second", "per_day"))).isNull();
  }

  /** What people type, through a real API server: its aggregator, its RBAC, its OpenAPI. */
  @Test
  void kubectlListsWatchesAndExplainsScalers() throws Exception {
    Kubectl kubectl = Kubectl.orSkip(plane.adminKubeconfig(), folder);
    policy(5);
    RealScrapedPods.eventually(
        "the policy is listed",
        () -> kubectl.run("get", "scalers", "-A").output().contains("Deployment/imprun-server"));
    try (Kubectl.Running watch = kubectl.start("get", "scl", "-n", "shop", "-w")) {
      RealScrapedPods.eventually(
          "the first row", () -> watch.output().contains("Deployment/imprun-server"));
      policy(6);
      RealScrapedPods.eventually(
          "a row with the other bound",
          () -> watch.output().lines().anyMatch(l -> l.matches("scaled .* 1 +6 .*Paused.*")));
    }
    RealScrapedPods.eventually(
        "the API server has taken up the schema",
        () ->
            kubectl
                .run("explain", "scaler.status")
                .output()
                .contains("How the last decision came about"));
    assertThat(kubectl.run("describe", "scaler", "scaled", "-n", "shop").output())
        .contains("Kind:         Scaler", "Reason:");
    assertThat(kubectl.run("get", "all", "-n", "shop").output())
        .contains("scaler.flyball.dev/scaled");
    assertThat(kubectl.run("delete", "scaler", "scaled", "-n", "shop", "--wait=false").output())
        .contains("edit the ConfigMap");
    assertThat(kubectl.run("get", "scaler", "nobody", "-n", "shop").output())
        .contains("Error from server (NotFound): scalers.flyball.dev \"nobody\" not found");
    try (KubernetesClient ben = user("ben")) {
      assertThat(reads(ben, "/apis/flyball.dev/v1alpha1/namespaces/shop/scalers")).isFalse();
    }
  }

  private static void policy(int maxReplicas) {
    client
        .resource(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: scaled, namespace: shop, labels: {flyball.dev/type: policy}}
            data:
              scaled: |
                scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: imprun-server}
                maxReplicas: %d
                flyball: {mode: Paused}
            """
                .formatted(maxReplicas))
        .serverSideApply();
  }

  @Test
  void rbacAllowsAndDenies() throws Exception {
    try (KubernetesClient ann = user("ann")) {
      assertThatThrownBy(() -> ann.raw(EXTERNAL))
          .isInstanceOfSatisfying(
              KubernetesClientException.class,
              refused -> assertThat(refused.getCode()).isEqualTo(403));
      client
          .resource(
              """
              apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRole
              metadata: {name: reads-external-metrics}
              rules: [{apiGroups: [external.metrics.k8s.io], resources: ["*"], verbs: [get, list]}]
              """)
          .create();
      client
          .resource(
              """
              apiVersion: rbac.authorization.k8s.io/v1
              kind: ClusterRoleBinding
              metadata: {name: ann-reads-external-metrics}
              roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reads-external-metrics}
              subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: ann}]
              """)
          .create();
      RealScrapedPods.eventually("ann may read", () -> reads(ann, EXTERNAL));
      assertThat(reads(ann, PODS)).isFalse();
    }
  }

  private static boolean reads(KubernetesClient as, String path) {
    try {
      as.raw(path);
      return true;
    } catch (KubernetesClientException e) {
      return false;
    }
  }

  @Test
  void nativeHpasScaleOnBothKindsOfMetric() {
    RealPlanes.startControllerManagerOrSkip(plane, "horizontal-pod-autoscaler-controller");
    pods.deployment("by-pods", 200);
    pods.deployment("by-external", 0);
    pods.hpa(
        "by-pods",
        "{type: Pods, pods: {metric: {name: http_requests_per_second},"
            + " target: {type: AverageValue, averageValue: \"100\"}}}");
    pods.hpa(
        "by-external",
        "{type: External, external: {metric: {name: http_requests_per_second,"
            + " selector: {matchLabels: {workload: imprun-server}}},"
            + " target: {type: AverageValue, averageValue: \"100\"}}}");
    RealScrapedPods.eventually("4 for 200 requests/s a pod", () -> pods.replicas("by-pods") == 4);
    RealScrapedPods.eventually(
        "4 for 400 requests/s of the other workload", () -> pods.replicas("by-external") == 4);
  }
}
