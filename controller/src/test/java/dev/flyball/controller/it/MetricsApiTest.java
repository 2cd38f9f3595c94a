package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.real.RealPrograms;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The metrics APIs of a whole controller: scraped pods in, answers over TLS out. */
class MetricsApiTest {
  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1";
  private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2";

  @TempDir Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      vertx.createHttpClient(
          new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
  private TestingController it;

  private record Answer(int status, JsonNode body) {}

  @BeforeEach
  void build() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    it =
        new TestingController(
                Minicluster.builder()
                    .podStartupDelay(Duration.ofMillis(50))
                    .readinessDelay(Duration.ofMillis(50))
                    .syntheticMetricsPort(port))
            .withMetricsApi();
    it.settings(
        """
        series:
        - name: http_requests_per_second
          scrape: {counter: http_requests_total, interval: 200ms, window: 1s}
        """);
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: imprun-server, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: imprun-server}}
          template:
            metadata:
              labels: {app: imprun-server}
              annotations: {prometheus.io/scrape: "true", prometheus.io/port: "%d"}
            spec: {containers: [{name: main, image: "web:1"}]}
        """
            .formatted(port));
    it.cluster.load(NAMESPACE, "imprun-server", LoadModel.shared(10, 1 << 20, 400));
    it.cluster
        .reviews()
        .tokens(token -> token.equals("good") ? new Reviews.User("ann", "", List.of()) : null);
    it.start();
    it.eventually("the metrics APIs listen", () -> it.controller().metricsApiPort() > 0);
  }

  @AfterEach
  void close() {
    it.close();
    TestingController.await(vertx.close());
  }

  private Answer get(String path, String token) {
    Buffer body =
        TestingController.await(
            http.request(HttpMethod.GET, it.controller().metricsApiPort(), "127.0.0.1", path)
                .compose(
                    request -> {
                      if (!token.isEmpty()) {
                        request.putHeader("Authorization", "Bearer " + token);
                      }
                      // Asked for at once, on the event loop: a body that has come and gone is
                      // empty.
                      return request
                          .send()
                          .compose(
                              response -> {
                                status = response.statusCode();
                                return response.body();
                              });
                    }));
    return new Answer(status, JsonMapper.shared().readTree(body.getBytes()));
  }

  private int status;

  @Test
  void theArticlesExternalMetricHasTheWorkloadsSum() {
    String path =
        EXTERNAL
            + "/namespaces/shop/http_requests_per_second?labelSelector=workload%3Dimprun-server";
    it.eventually(
        "about 400 requests/s",
        () -> {
          JsonNode item = get(path, "good").body().path("items").path(0);
          String value = item.path("value").asString("0");
          return item.path("metricLabels").path("kind").asString("").equals("Deployment")
              && Math.abs(milli(value) - 400_000) < 40_000;
        });
  }

  private static long milli(String quantity) {
    return dev.flyball.core.policy.Quantity.parseMilli(quantity);
  }

  @Test
  void theArticlesPodsMetricHasOneValueAPod() {
    String path = CUSTOM + "/namespaces/shop/pods/*/http_requests_per_second?labelSelector=app%3D";
    it.eventually(
        "two pods of about 200 requests/s",
        () -> {
          JsonNode items = get(path + "imprun-server", "good").body().path("items");
          return items.size() == 2
              && Math.abs(milli(items.path(0).path("value").asString("0")) - 200_000) < 20_000;
        });
    assertThat(get(path + "nobody", "good").body().path("items").size()).isZero();
  }

  @Test
  void whoIsNotKnownOrMayNotIsRefused() {
    assertThat(get(EXTERNAL, "").status()).isEqualTo(401);
    assertThat(get(EXTERNAL, "bad").status()).isEqualTo(401);
    it.cluster
        .reviews()
        .access(spec -> !spec.path("resourceAttributes").path("resource").asString("").equals("x"));
    assertThat(get(EXTERNAL + "/namespaces/shop/x", "good").status()).isEqualTo(403);
    assertThat(get(EXTERNAL + "/namespaces/shop/y", "good").status()).isEqualTo(404);
  }

  @Test
  void discoveryNamesTheSeries() {
    assertThat(get(EXTERNAL, "good").body().path("resources").path(0).path("name").asString(""))
        .isEqualTo("http_requests_per_second");
    assertThat(get(CUSTOM, "good").body().toString())
        .contains("\"pods/http_requests_per_second\"")
        .contains("\"deployments.apps/http_requests_per_second\"");
  }

  /** What people type, straight at the server as an administrator would who debugs it. */
  @Test
  void kubectlReadsDiscoveryAndValues() throws Exception {
    Assumptions.assumeTrue(RealPrograms.ofThisMachine().find("kubectl").isPresent());
    assertThat(kubectl("api-resources", "--api-group=external.metrics.k8s.io", "--no-headers"))
        .contains("http_requests_per_second", "ExternalMetricValueList");
    assertThat(kubectl("get", "--raw", CUSTOM + "/namespaces/shop/pods/*/http_requests_per_second"))
        .contains("\"kind\":\"MetricValueList\"");
  }

  private String kubectl(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kubectl", "--token=good"));
    command.add("--server=https://127.0.0.1:" + it.controller().metricsApiPort());
    command.add("--insecure-skip-tls-verify");
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().put("HOME", folder.toString());
    Process process = builder.start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
    String text = Files.readString(output);
    assertThat(process.exitValue()).as("%s: %s", command, text).isZero();
    return text;
  }
}
