package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flyball.controller.cli.FlyballCommand;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code flyball explain} and {@code flyball get} against a controller that runs. */
@Timeout(180)
class InspectionCommandsTest {
  private static final String PROXY =
      "/api/v1/namespaces/flyball-system/services/flyball:8080/proxy";

  @TempDir private static Path folder;
  private static TestingController it;
  private static HttpServer apiServer;

  private record Outcome(int exitCode, String out, String err) {}

  @BeforeAll
  static void scaleOnce() throws IOException {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
    it.deployment("web", 2);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(200, 1 << 25, 0));
    it.policy("web", policy("web"));
    it.policy("twin", policy("none"));
    it.cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: more, namespace: shop, labels: {flyball.dev/type: policy}}
        data:
          twin: |
        %s
        """
            .formatted(policy("neither").indent(4)));
    it.start();
    it.eventually(
        "4 replicas",
        () -> it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web") == 4);
    it.eventually(
        "samples of all pods",
        () -> {
          String explained = run("explain shop/web --lang en").out();
          return explained.contains("stays at 4.")
              && explained.contains("the metrics would ask for");
        });
    apiServer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    apiServer.createContext("/", InspectionCommandsTest::proxied);
    apiServer.start();
  }

  private static String policy(String target) {
    return """
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
    minReplicas: 1
    maxReplicas: 8
    metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
    """
        .formatted(target);
  }

  @AfterAll
  static void close() {
    apiServer.stop(0);
    it.close();
  }

  /** What an API server does with requests to the proxy of a service. */
  private static void proxied(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().toString();
      if (!path.startsWith(PROXY)) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      HttpURLConnection http =
          (HttpURLConnection)
              URI.create(server() + path.substring(PROXY.length())).toURL().openConnection();
      exchange.sendResponseHeaders(http.getResponseCode(), 0);
      try (InputStream body =
          http.getResponseCode() < 400 ? http.getInputStream() : http.getErrorStream()) {
        body.transferTo(exchange.getResponseBody());
      }
    }
  }

  private static String server() {
    return "http://127.0.0.1:" + it.controller().webPort();
  }

  private static Outcome run(String line) {
    return runPlain(line + " --server " + server());
  }

  private static Outcome runPlain(String line) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        FlyballCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(line.split(" ", -1));
    return new Outcome(exitCode, out.toString(), err.toString());
  }

  @Test
  void theLastDecisionIsExplained() {
    Outcome outcome = run("explain shop/web --lang en");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("shop/web/web -> Deployment/web, Active")
        .contains("is close enough to keep 4; stays at 4.")
        .contains("METRIC   VALUE   TARGET   ASKS FOR   PODS")
        .containsPattern("cpu      5[0-9] %    50 %     4          4")
        .contains("replicas 4 -> asked 4 -> decided 4; bounds 1..8")
        .contains("For another outcome:")
        .contains("% or more cpu the metrics would ask for 5");
  }

  @Test
  void theSameInKorean() {
    Outcome outcome = run("explain shop/web/web --lang ko");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out())
        .contains("cpu: 목표 50 %에 5")
        .contains("다른 결과가 되려면:")
        .contains("% 이상이면 5개 필요");
  }

  @Test
  void anEarlierDecisionIsExplained() {
    JsonNode decisions =
        JsonMapper.shared().readTree(runPlainHttp("/api/v1/policies/shop/web/web/decisions"));
    long at = decisions.path("events").path(0).path("at").asLong();
    Outcome outcome = run("explain shop/web --lang en --at " + java.time.Instant.ofEpochMilli(at));
    assertThat(outcome.out()).contains("goes from 2 to 4.").contains("-> decided 4");
    Outcome json = run("explain shop/web -o json --at " + java.time.Instant.ofEpochMilli(at));
    assertThat(JsonMapper.shared().readTree(json.out()).path("desiredReplicas").asInt())
        .isEqualTo(4);
  }

  private static String runPlainHttp(String path) {
    try (InputStream body = URI.create(server() + path).toURL().openStream()) {
      return new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "explain web, 2, name a policy as NS/NAME or NS/CONFIGMAP/KEY",
    "explain shop/none, 1, there is no policy shop/none",
    "explain shop/twin, 2, 'shop/twin may be any of shop/more/twin, shop/twin/twin; name it in full'",
    "explain shop/more/twin, 1, nothing was decided on shop/more/twin yet",
    "explain shop/web --at -9h, 1, no decision on shop/web/web is kept of",
    "explain shop/web --at noon, 2, --at: 'noon' is no time",
    "explain shop/web --lang de, 2, --lang is en or ko",
    "get web -n shop extra, 2, one NAME at most",
    "get --output-watch-events, 2, --output-watch-events goes with -w",
    "get -A -n shop, 2, -A goes with neither -n nor NAME",
    "get none -n shop, 1, there is no policy shop/none",
    "get -n nowhere, 0, there are no policies in namespace nowhere"
  })
  void whatIsWrongIsOneLineAndAnExitCode(String line, int exitCode, String error) {
    Outcome outcome = run(line);
    assertThat(outcome.err()).contains(error.replace("''", "'"));
    assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(exitCode);
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void policiesAreListedInTheColumnsOfTheHpa() {
    Outcome outcome = run("get scalers -n shop");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out().lines().toList())
        .hasSize(4)
        .anySatisfy(
            line ->
                assertThat(line)
                    .matches(
                        "web +Deployment/web +cpu: 5[0-9]%/50% +1 +8 +4 +[0-9ms]+ +Active +[A-Za-z]+"))
        .anySatisfy(line -> assertThat(line).startsWith("more/twin "));
    assertThat(outcome.out().lines().findFirst().orElseThrow())
        .matches("NAME +REFERENCE +TARGETS +MINPODS +MAXPODS +REPLICAS +AGE +MODE +REASON");
    assertThat(run("get -A").out()).startsWith("NAMESPACE ");
    assertThat(run("get web -n shop -o yaml").out()).startsWith("- id: \"shop/web/web\"");
    assertThat(JsonMapper.shared().readTree(run("get web -n shop -o json").out()).size()).isOne();
  }

  @Test
  void aControllerInTheClusterIsAskedThroughTheApiServer() throws IOException {
    int port = apiServer.getAddress().getPort();
    Path kubeconfig = kubeconfig("proxy", "http://127.0.0.1:" + port);
    Outcome outcome = runPlain("explain shop/web --lang en --kubeconfig " + kubeconfig);
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("is close enough to keep 4; stays at 4.");
    assertThat(runPlain("get -n shop --kubeconfig " + kubeconfig).out()).contains("Deployment/web");
  }

  @Test
  void withoutAControllerTheStatusTellsOfTheLastDecision() throws IOException {
    Path kubeconfig = folder.resolve("cluster");
    Files.writeString(kubeconfig, it.cluster.kubeconfig());
    it.eventually(
        "a status with the last decision",
        () -> runPlain("explain shop/web --kubeconfig " + kubeconfig).out().contains("cpu at"));
    Outcome outcome = runPlain("explain shop/web --lang ko --kubeconfig " + kubeconfig);
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.err())
        .contains(
            "no controller answers; this is the last decision that its status has, in English");
    assertThat(outcome.out()).startsWith("shop/web/web").contains("cpu at ");
    assertThat(runPlain("get -n shop --kubeconfig " + kubeconfig).exitCode()).isEqualTo(3);
    assertThat(runPlain("explain shop/none --kubeconfig " + kubeconfig).exitCode()).isEqualTo(3);
  }

  @Test
  void withoutAnythingItSaysWhatItTried() {
    Outcome outcome = runPlain("explain shop/web --server http://127.0.0.1:1");
    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.err())
        .startsWith("flyball explain: no controller answers: http://127.0.0.1:1: ")
        .hasLineCount(1);
  }

  private static Path kubeconfig(String name, String server) throws IOException {
    return Files.writeString(
        folder.resolve(name),
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: test, cluster: {server: "%s"}}]
        users: [{name: test, user: {token: abc}}]
        contexts: [{name: test, context: {cluster: test, user: test}}]
        current-context: test
        """
            .formatted(server));
  }
}
