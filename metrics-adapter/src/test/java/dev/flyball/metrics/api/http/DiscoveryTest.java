package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.metrics.api.http.TestingServer.Reply;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DiscoveryTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String AGGREGATED =
      "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1";
  private final TestingProvider provider = new TestingProvider();
  private final TestingClock clock = new TestingClock();
  private final TestingServer server =
      new TestingServer(
          new MetricsApi(
              provider, new TestingAdmission(), clock, MetricsApiSettings.of("0.1.0-SNAPSHOT")),
          HttpVersion.HTTP_2);

  @AfterEach
  void stop() {
    server.close();
  }

  private Reply get(String path, String... headers) {
    List<List<String>> all = new ArrayList<>(List.of(List.of("X-Remote-User", "alice")));
    for (int i = 0; i < headers.length; i += 2) {
      all.add(List.of(headers[i], headers[i + 1]));
    }
    return server.send(HttpMethod.GET, path, all);
  }

  private JsonNode json(String path, String... headers) {
    Reply reply = get(path, headers);
    assertThat(reply.status()).as(path).isEqualTo(200);
    return JSON.readTree(reply.text());
  }

  @Test
  void listsGroupsWithTheirPreferredVersions() {
    assertThat(json("/apis").toString())
        .isEqualTo(
            """
            {"kind":"APIGroupList","apiVersion":"v1","groups":[\
            {"name":"custom.metrics.k8s.io","versions":[\
            {"groupVersion":"custom.metrics.k8s.io/v1beta2","version":"v1beta2"},\
            {"groupVersion":"custom.metrics.k8s.io/v1beta1","version":"v1beta1"}],\
            "preferredVersion":\
            {"groupVersion":"custom.metrics.k8s.io/v1beta2","version":"v1beta2"}},\
            {"name":"external.metrics.k8s.io","versions":[\
            {"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}],\
            "preferredVersion":\
            {"groupVersion":"external.metrics.k8s.io/v1beta1","version":"v1beta1"}}]}""");
  }

  @Test
  void describesOneGroup() {
    JsonNode group = json("/apis/external.metrics.k8s.io");

    assertThat(group.path("kind").asString()).isEqualTo("APIGroup");
    assertThat(group.path("name").asString()).isEqualTo("external.metrics.k8s.io");
    assertThat(group.at("/preferredVersion/version").asString()).isEqualTo("v1beta1");
  }

  @Test
  void listsMetricsAsResources() {
    JsonNode list = json("/apis/custom.metrics.k8s.io/v1beta2");
    List<String> names = new ArrayList<>();
    for (JsonNode resource : list.path("resources")) {
      names.add(resource.path("name").asString() + " " + resource.path("namespaced").asBoolean());
    }

    assertThat(names)
        .containsExactly(
            "pods/http_requests_per_second true",
            "pods/queue_depth true",
            "deployments.apps/http_requests_per_second true",
            "nodes/http_requests_per_second false",
            "namespaces/http_requests_per_second false");
  }

  @Test
  void nestsCustomMetricsUnderTheirObjects() {
    JsonNode list = json("/apis", "Accept", AGGREGATED);
    JsonNode pods = list.at("/items/0/versions/0/resources/0");

    assertThat(pods.path("resource").asString()).isEqualTo("pods");
    assertThat(pods.path("scope").asString()).isEqualTo("Namespaced");
    assertThat(pods.path("responseKind").isObject()).isTrue();
    assertThat(pods.path("subresources")).hasSize(2);
    assertThat(pods.at("/subresources/1").toString())
        .isEqualTo(
            """
            {"subresource":"queue_depth","responseKind":{"group":"custom.metrics.k8s.io",\
            "version":"v1beta2","kind":"MetricValueList"},"verbs":["get"]}""");
    assertThat(list.at("/items/0/versions/0/resources/2/scope").asString()).isEqualTo("Cluster");
    assertThat(list.at("/items/1/metadata/name").asString()).isEqualTo("external.metrics.k8s.io");
    assertThat(list.at("/items/1/versions/0/freshness").asString()).isEqualTo("Current");
  }

  @Test
  void readsTheCatalogOnceASecondAndShowsItsChanges() {
    String etag = get("/apis", "Accept", AGGREGATED).header("etag");
    get(EXTERNAL);
    assertThat(provider.catalogReads()).isEqualTo(1);

    provider.setCatalog(TestingProvider.catalog("a_new_one"));
    assertThat(get(EXTERNAL).text()).doesNotContain("a_new_one");
    clock.advanceMillis(1000);
    assertThat(get(EXTERNAL).text()).contains("a_new_one");
    assertThat(provider.catalogReads()).isEqualTo(2);

    Reply changed = get("/apis", "Accept", AGGREGATED, "If-None-Match", etag);
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("etag")).isNotEqualTo(etag);
    clock.advanceMillis(1000);
    assertThat(get("/apis", "Accept", AGGREGATED, "If-None-Match", changed.header("etag")).status())
        .isEqualTo(304);
  }

  @Test
  void sendsOlderClientsToTheOpenApiDocumentOfNow() {
    JsonNode index = json("/openapi/v3");
    String url =
        index.at("/paths/apis~1external.metrics.k8s.io~1v1beta1/serverRelativeURL").asString();

    Reply kept = get(url);
    assertThat(kept.status()).isEqualTo(200);
    assertThat(kept.header("cache-control")).isEqualTo("public, immutable");
    assertThat(kept.header("expires")).isEqualTo("Sat, 2 Jan 2027 03:04:05 GMT");
    assertThat(url).endsWith("?hash=" + kept.header("etag").replace("\"", ""));

    Reply moved = get("/openapi/v3/apis/external.metrics.k8s.io/v1beta1?hash=OLD");
    assertThat(moved.status()).isEqualTo(301);
    assertThat(moved.header("location")).isEqualTo(url);
    assertThat(get("/openapi/v3/apis/external.metrics.k8s.io/v1beta1").header("cache-control"))
        .isNull();
    assertThat(get("/openapi/v3/apis/apps/v1").status()).isEqualTo(404);
  }

  @Test
  void documentsAreCompressedForThoseWhoTakeIt() {
    Reply compressed = get("/openapi/v2", "Accept-Encoding", "gzip");

    assertThat(compressed.header("content-encoding")).isEqualTo("gzip");
    assertThat(compressed.text()).isEqualTo(get("/openapi/v2").text());
    assertThat(compressed.wireLength()).isLessThan(compressed.body().length / 4);
  }

  @Test
  void openApiDocumentsRefersOnlyToWhatTheyHold() {
    for (String path :
        List.of(
            "/openapi/v2",
            "/openapi/v3/apis/external.metrics.k8s.io/v1beta1",
            "/openapi/v3/apis/custom.metrics.k8s.io/v1beta1",
            "/openapi/v3/apis/custom.metrics.k8s.io/v1beta2")) {
      JsonNode document = json(path);
      List<JsonNode> references = document.findValues("$ref");
      assertThat(references).as(path).isNotEmpty();
      for (JsonNode reference : references) {
        String pointer = reference.asString().substring(1);
        assertThat(document.at(pointer).path("type").asString()).as(pointer).isEqualTo("object");
      }
      declaresItsPathParameters(document.path("paths"));
      assertThat(document.findValues("operationId")).doesNotHaveDuplicates();
    }
  }

  private static void declaresItsPathParameters(JsonNode paths) {
    paths.forEachEntry(
        (path, item) -> {
          List<String> inPath = new ArrayList<>();
          for (JsonNode parameter : item.path("parameters")) {
            if (parameter.path("in").asString().equals("path")) {
              assertThat(parameter.path("required").asBoolean()).isTrue();
              inPath.add("{" + parameter.path("name").asString() + "}");
            }
          }
          List<String> inTemplate = new ArrayList<>();
          for (String part : path.split("/", -1)) {
            if (part.startsWith("{")) {
              inTemplate.add(part);
            }
          }
          assertThat(inPath).as(path).containsExactlyElementsOf(inTemplate);
          JsonNode kind = item.at("/get/x-kubernetes-group-version-kind");
          assertThat(path)
              .startsWith(
                  "/apis/" + kind.path("group").asString() + "/" + kind.path("version").asString());
        });
  }

  /**
   * Every field that a list is written with is in its schema, and every required one is written.
   */
  @Test
  void schemasDescribeWhatIsSent() {
    JsonNode definitions = json("/openapi/v2").path("definitions");
    describes(
        definitions.path("io.k8s.metrics.pkg.apis.external_metrics.v1beta1.ExternalMetricValue"),
        json(EXTERNAL + "/namespaces/rec/http_requests_per_second").at("/items/0"));
    for (String version : List.of("v1beta1", "v1beta2")) {
      describes(
          definitions.path("io.k8s.metrics.pkg.apis.custom_metrics." + version + ".MetricValue"),
          json("/apis/custom.metrics.k8s.io/"
                  + version
                  + "/namespaces/rec/pods/web-1/http_requests_per_second?metricLabelSelector=method")
              .at("/items/0"));
    }
  }

  private static void describes(JsonNode schema, JsonNode value) {
    assertThat(schema.path("properties").propertyNames())
        .containsExactlyInAnyOrderElementsOf(value.propertyNames());
    for (JsonNode required : schema.path("required")) {
      assertThat(value.has(required.asString())).as(required.asString()).isTrue();
    }
    for (String name : value.propertyNames()) {
      String type = schema.path("properties").path(name).path("type").asString();
      JsonNode field = value.path(name);
      assertThat(
              switch (type) {
                case "string" -> field.isString();
                case "integer" -> field.isInt();
                case "object" -> field.isObject();
                default -> false;
              })
          .as("%s is %s: %s", name, type, field)
          .isTrue();
    }
  }

  @Test
  void namesItsVersionAndPaths() {
    assertThat(json("/version").path("gitVersion").asString()).isEqualTo("v0.1.0-SNAPSHOT");
    assertThat(json("/version").path("minor").asString()).isEqualTo("1");
    JsonNode paths = json("/").path("paths");
    assertThat(paths).isNotEmpty();
    for (JsonNode path : paths) {
      assertThat(get(path.asString()).status()).as(path.asString()).isEqualTo(200);
    }
  }
}
