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
    for (String version : new String[] {"v1beta1.external", "v1beta1.custom", "v1beta2.custom"}) {
      client
          .resource(
              """
              apiVersion: apiregistration.k8s.io/v1
              kind: APIService
              metadata: {name: %1$s.%2$s.metrics.k8s.io}
              spec:
                group: %2$s.metrics.k8s.io
                version: %1$s
                groupPriorityMinimum: 100
                versionPriority: 100
                service: {namespace: flyball-system, name: flyball, port: %3$d}
              """
                  .formatted(version.split("\\.", -1)[0], version.split("\\.", -1)[1], port))
          .create();
    }
  }

  private static boolean available() {
    return client
        .genericKubernetesResources("apiregistration.k8s.io/v1", "APIService")
        .list()
        .getItems()
        .stream()
        .filter(service -> service.getMetadata().getName().contains("metrics.k8s.io"))
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
