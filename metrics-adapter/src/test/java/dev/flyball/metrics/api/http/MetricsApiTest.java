package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.ExternalFallback.Forwarded;
import dev.flyball.metrics.api.discovery.ServedGroups;
import dev.flyball.metrics.api.http.TestingServer.Reply;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MetricsApiTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/rec/";
  private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2/";
  private static final String RPS = TestingProvider.METRIC;
  private final AtomicBoolean ready = new AtomicBoolean(true);
  private final TestingAdmission admission = new TestingAdmission();
  private final TestingServer server =
      new TestingServer(
          new MetricsApi(
              new TestingProvider(),
              admission,
              Clock.systemUTC(),
              MetricsApiSettings.of("0.1.0").withReady(ready::get)),
          HttpVersion.HTTP_1_1);

  @AfterAll
  void stop() {
    server.close();
  }

  private Reply get(String path, String... headers) {
    String[] all = Arrays.copyOf(headers, headers.length + 2);
    all[headers.length] = "X-Remote-User";
    all[headers.length + 1] = "alice";
    return server.send(HttpMethod.GET, path, all);
  }

  @Test
  void headIsAGetWithoutItsBody() {
    Reply full = get(EXTERNAL + RPS);
    Reply head = server.send(HttpMethod.HEAD, EXTERNAL + RPS, "X-Remote-User", "alice");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("content-type")).isEqualTo("application/json");
    assertThat(head.header("content-length")).isEqualTo(String.valueOf(full.body().length));
  }

  /** Name, path, values by the objects that they describe. */
  static Stream<Arguments> customValues() {
    return Stream.of(
        argumentSet(
            "pods by labels",
            "namespaces/rec/pods/*/" + RPS + "?labelSelector=app+in+(api,db)",
            "Pod api-1=7"),
        argumentSet(
            "pods that are not",
            "namespaces/rec/pods/*/" + RPS + "?labelSelector=app!%3Dweb",
            "Pod api-1=7"),
        argumentSet(
            "pods by series",
            "namespaces/rec/pods/*/" + RPS + "?metricLabelSelector=method%3D%3DPOST",
            "Pod web-2=500m"),
        argumentSet("no pod", "namespaces/rec/pods/*/" + RPS + "?labelSelector=!app", ""),
        argumentSet("no value", "namespaces/rec/pods/*/queue_depth", ""),
        argumentSet("another namespace", "namespaces/other/pods/*/" + RPS, ""),
        argumentSet("one pod", "namespaces/rec/pods/web-1/" + RPS, "Pod web-1=20"),
        argumentSet(
            "another group", "namespaces/rec/deployments.apps/web/" + RPS, "Deployment web=41500m"),
        argumentSet("root scoped", "nodes/n1/" + RPS, "Node n1=3"),
        argumentSet("root scoped, all", "nodes/*/" + RPS, "Node n1=3"),
        argumentSet("of a namespace", "namespaces/rec/metrics/" + RPS, "Namespace rec=48"));
  }

  @ParameterizedTest
  @MethodSource("customValues")
  void findsCustomMetrics(String path, String expected) {
    for (String version : new String[] {"v1beta1", "v1beta2"}) {
      Reply reply = get("/apis/custom.metrics.k8s.io/" + version + "/" + path);
      JsonNode list = JSON.readTree(reply.text());
      StringBuilder found = new StringBuilder();
      for (JsonNode item : list.path("items")) {
        JsonNode object = item.path("describedObject");
        found.append(object.path("kind").asString()).append(' ');
        found.append(object.path("name").asString()).append('=');
        found.append(item.path("value").asString());
      }
      assertThat(reply.status()).isEqualTo(200);
      assertThat(list.path("apiVersion").asString()).isEqualTo("custom.metrics.k8s.io/" + version);
      assertThat(found.toString()).isEqualTo(expected);
    }
  }

  @Test
  void anExternalMetricWithoutValuesIsAnEmptyList() {
    Reply reply = get(EXTERNAL + "nobody");

    assertThat(reply.status()).isEqualTo(200);
    assertThat(JSON.readTree(reply.text()).path("items").toString()).isEqualTo("[]");
  }

  @Test
  void compressesLargeAnswersOnly() {
    Reply large = get(EXTERNAL + "large", "Accept-Encoding", "gzip");
    Reply plain = get(EXTERNAL + "large");
    Reply small = get(EXTERNAL + RPS, "Accept-Encoding", "gzip");

    assertThat(large.header("content-encoding")).isEqualTo("gzip");
    assertThat(large.wireLength()).isLessThan(plain.wireLength() / 5);
    assertThat(large.body()).isEqualTo(plain.body());
    assertThat(plain.header("content-encoding")).isNull();
    assertThat(small.header("content-encoding")).isNull();
  }

  @Test
  void probesAreOpenAndTellTheTruth() {
    ready.set(false);
    assertThat(server.send(HttpMethod.GET, "/livez").text()).isEqualTo("ok");
    assertThat(server.send(HttpMethod.GET, "/healthz").status()).isEqualTo(200);
    assertThat(server.send(HttpMethod.GET, "/readyz").status()).isEqualTo(500);
    assertThat(server.send(HttpMethod.GET, "/readyz").text()).isEqualTo("readyz check failed\n");
    ready.set(true);
    assertThat(server.send(HttpMethod.GET, "/readyz").text()).isEqualTo("ok");
    assertThat(server.send(HttpMethod.GET, "/readyz?verbose").text())
        .isEqualTo("readyz check passed\n");
  }

  @Test
  void aGroupThatIsNotServedDoesNotExist() {
    MetricsApi externalOnly =
        new MetricsApi(
            new TestingProvider(),
            admission,
            Clock.systemUTC(),
            MetricsApiSettings.of("0.1.0").withServed(new ServedGroups(true, false)));
    try (TestingServer other = new TestingServer(externalOnly, HttpVersion.HTTP_1_1)) {
      String[] alice = {"X-Remote-User", "alice"};
      assertThat(other.send(HttpMethod.GET, EXTERNAL + RPS, alice).status()).isEqualTo(200);
      assertThat(other.send(HttpMethod.GET, CUSTOM + "nodes/n1/" + RPS, alice).status())
          .isEqualTo(404);
      assertThat(other.send(HttpMethod.GET, "/apis/custom.metrics.k8s.io", alice).status())
          .isEqualTo(404);
      assertThat(other.send(HttpMethod.GET, "/apis", alice).text()).doesNotContain("custom");
      assertThat(other.send(HttpMethod.GET, "/openapi/v2", alice).text()).doesNotContain("custom");
      assertThat(other.send(HttpMethod.GET, "/openapi/v3", alice).text()).doesNotContain("custom");
      assertThat(other.send(HttpMethod.GET, "/", alice).text()).doesNotContain("custom");
    }
  }

  @Test
  void unknownExternalMetricsAreForwarded() {
    MetricsApi forwarding =
        new MetricsApi(
            new TestingProvider(),
            admission,
            Clock.systemUTC(),
            MetricsApiSettings.of("0.1.0")
                .withFallback(
                    (request, caller, query) ->
                        Future.succeededFuture(
                            switch (query.metric()) {
                              case "theirs" ->
                                  new Forwarded.Response(
                                      200, "text/x-of-theirs", Buffer.buffer(caller.user()));
                              case "away" -> new Forwarded.Unavailable("keda", "timed out");
                              default -> new Forwarded.Unknown();
                            })));
    try (TestingServer other = new TestingServer(forwarding, HttpVersion.HTTP_2)) {
      String[] alice = {"X-Remote-User", "alice"};
      Reply theirs = other.send(HttpMethod.GET, EXTERNAL + "theirs", alice);
      assertThat(theirs.status()).isEqualTo(200);
      assertThat(theirs.header("content-type")).isEqualTo("text/x-of-theirs");
      assertThat(theirs.text()).isEqualTo("alice");
      assertThat(other.send(HttpMethod.GET, EXTERNAL + "away", alice).text())
          .contains("the source keda of the metric away is not available: timed out");
      assertThat(other.send(HttpMethod.GET, EXTERNAL + "nope", alice).status()).isEqualTo(404);
      assertThat(other.send(HttpMethod.GET, EXTERNAL + RPS, alice).text()).contains("\"41\"");
    }
  }
}
