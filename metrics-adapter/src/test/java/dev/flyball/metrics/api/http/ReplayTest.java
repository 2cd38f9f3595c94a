package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.wire.TestingMessage;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Sends what a real API server, its aggregator, the HPA controller and kubectl have sent. */
class ReplayTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String RECORDING = "aggregation-1.36.jsonl";
  private static final String VALUES =
      "/apis/external.metrics.k8s.io/v1beta1/namespaces/rec/http_requests_per_second";
  private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2/namespaces/rec/";

  private record Recorded(HttpMethod method, String path, List<List<String>> headers) {
    static Recorded read(String line) {
      JsonNode request = JSON.readTree(line);
      List<List<String>> headers = new ArrayList<>();
      for (JsonNode header : request.path("headers")) {
        if (!header.get(0).asString().equals("Host")) {
          headers.add(List.of(header.get(0).asString(), header.get(1).asString()));
        }
      }
      return new Recorded(
          HttpMethod.valueOf(request.path("method").asString()),
          request.path("path").asString(),
          headers);
    }

    String accept() {
      return headers.stream()
          .filter(header -> header.getFirst().equals("Accept"))
          .map(List::getLast)
          .findFirst()
          .orElse("");
    }
  }

  private static List<Recorded> recording() throws IOException {
    try (InputStream in = ReplayTest.class.getResourceAsStream(RECORDING)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(Recorded::read)
          .toList();
    }
  }

  static Stream<Arguments> versions() {
    return Stream.of(
        argumentSet("HTTP/1.1", HttpVersion.HTTP_1_1), argumentSet("HTTP/2", HttpVersion.HTTP_2));
  }

  @ParameterizedTest
  @MethodSource("versions")
  void answersEveryRecordedRequest(HttpVersion version) throws IOException {
    MetricsApi api =
        new MetricsApi(
            new TestingProvider(),
            new TestingAdmission(),
            Clock.systemUTC(),
            MetricsApiSettings.of("0.1.0"));
    List<Recorded> recording = recording();
    assertThat(recording).hasSize(17);
    try (TestingServer server = new TestingServer(api, version)) {
      for (Recorded request : recording) {
        TestingServer.Reply reply =
            server.send(request.method(), request.path(), request.headers());
        assertThat(reply.version()).isEqualTo(version);
        assertThat(reply.status()).as(request.path()).isEqualTo(200);
        check(request, reply);
        comesBackUnchanged(server, request, reply);
      }
    }
  }

  /** What has an ETag is not sent twice to who has it. */
  private static void comesBackUnchanged(
      TestingServer server, Recorded request, TestingServer.Reply reply) {
    String etag = reply.header("etag");
    boolean metric = request.path().contains("/namespaces/");
    assertThat(etag == null).as("no ETag of values, one of documents").isEqualTo(metric);
    if (etag != null) {
      List<List<String>> headers = new ArrayList<>(request.headers());
      headers.removeIf(header -> header.getFirst().equals("If-None-Match"));
      headers.add(List.of("If-None-Match", etag));
      TestingServer.Reply again = server.send(request.method(), request.path(), headers);
      assertThat(again.status()).isEqualTo(304);
      assertThat(again.header("etag")).isEqualTo(etag);
      assertThat(again.body()).isEmpty();
    }
  }

  private static void check(Recorded request, TestingServer.Reply reply) {
    int query = request.path().indexOf('?');
    String path = query < 0 ? request.path() : request.path().substring(0, query);
    String type = reply.header("content-type");
    if (request.accept().startsWith("application/vnd.kubernetes.protobuf")) {
      assertThat(type).isEqualTo("application/vnd.kubernetes.protobuf");
      values(request.path(), protobuf(reply));
      return;
    }
    JsonNode body = JSON.readTree(reply.text());
    if (path.equals("/apis")) {
      assertThat(type)
          .isEqualTo("application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList");
      aggregated(body);
      return;
    }
    assertThat(type).isEqualTo("application/json");
    switch (path) {
      case "/openapi/v2" -> assertThat(body.path("swagger").asString()).isEqualTo("2.0");
      case "/openapi/v3" -> assertThat(body.path("paths").size()).isEqualTo(3);
      case "/openapi/v3/apis/external.metrics.k8s.io/v1beta1" ->
          assertThat(body.at("/components/schemas").propertyNames())
              .contains("io.k8s.metrics.pkg.apis.external_metrics.v1beta1.ExternalMetricValueList");
      default -> {
        if (path.contains("/namespaces/")) {
          values(request.path(), json(body));
        } else {
          resources(path, body);
        }
      }
    }
  }

  private static void aggregated(JsonNode list) {
    assertThat(list.path("kind").asString()).isEqualTo("APIGroupDiscoveryList");
    assertThat(list.path("apiVersion").asString()).isEqualTo("apidiscovery.k8s.io/v2");
    List<String> versions = new ArrayList<>();
    for (JsonNode group : list.path("items")) {
      for (JsonNode version : group.path("versions")) {
        versions.add(
            group.at("/metadata/name").asString() + "/" + version.path("version").asString());
        assertThat(version.path("resources")).isNotEmpty();
      }
    }
    assertThat(versions)
        .containsExactly(
            "custom.metrics.k8s.io/v1beta2",
            "custom.metrics.k8s.io/v1beta1",
            "external.metrics.k8s.io/v1beta1");
  }

  private static void resources(String path, JsonNode list) {
    assertThat(list.path("kind").asString()).isEqualTo("APIResourceList");
    assertThat("/apis/" + list.path("groupVersion").asString()).isEqualTo(path);
    boolean external = path.contains("external");
    assertThat(list.path("resources"))
        .anySatisfy(
            resource -> {
              assertThat(resource.path("name").asString())
                  .isEqualTo((external ? "" : "pods/") + TestingProvider.METRIC);
              assertThat(resource.path("namespaced").asBoolean()).isTrue();
              assertThat(resource.path("kind").asString())
                  .isEqualTo(external ? "ExternalMetricValueList" : "MetricValueList");
              assertThat(resource.path("verbs").toString()).isEqualTo("[\"get\"]");
            });
  }

  /** The values of each recorded query, by the object or workload that they are of. */
  private static void values(String path, Map<String, String> values) {
    Map<String, String> expected =
        switch (path) {
          case VALUES + "?labelSelector=kind+in+%28Deployment%2CStatefulSet%29%2Cworkload%3Dweb",
              VALUES + "?labelSelector=workload%3Dweb" ->
              Map.of("web", "41");
          case VALUES -> Map.of("web", "41", "api", "7");
          case CUSTOM
                  + "pods/%2A/http_requests_per_second"
                  + "?labelSelector=app%3Dweb&metricLabelSelector=method%3DGET" ->
              Map.of("web-1", "20", "web-2", "20500m");
          case CUSTOM + "services/web/http_requests_per_second" -> Map.of("web", "41");
          case CUSTOM + "pods/%2A/http_requests_per_second" ->
              Map.of("web-1", "20", "web-2", "500m", "api-1", "7");
          default -> throw new AssertionError("a recorded query without expectation: " + path);
        };
    assertThat(values).as(path).isEqualTo(expected);
  }

  private static Map<String, String> json(JsonNode list) {
    Map<String, String> values = new TreeMap<>();
    for (JsonNode item : list.path("items")) {
      JsonNode workload = item.at("/metricLabels/workload");
      JsonNode of = workload.isMissingNode() ? item.at("/describedObject/name") : workload;
      values.put(of.asString(), item.path("value").asString());
      assertThat(item.path("timestamp").asString()).isEqualTo("2026-01-02T03:04:05Z");
    }
    return values;
  }

  private static Map<String, String> protobuf(TestingServer.Reply reply) {
    TestingMessage envelope = TestingMessage.envelope(reply.body());
    boolean external = envelope.message(1).text(2).equals("ExternalMetricValueList");
    Map<String, String> values = new TreeMap<>();
    for (TestingMessage item : envelope.message(2).messages(2)) {
      String of = external ? item.map(2).get("workload") : item.message(1).text(3);
      values.put(of, item.message(5).text(1));
      assertThat(item.message(3).number(1)).isEqualTo(TestingProvider.AT / 1000);
    }
    return values;
  }

  @Test
  void theRecordingHasNoRequestTwice() throws IOException {
    assertThat(recording()).doesNotHaveDuplicates();
  }
}
