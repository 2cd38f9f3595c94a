package dev.flyball.controller.it;

import static dev.flyball.controller.it.ScalerClient.ALL;
import static dev.flyball.controller.it.ScalerClient.GROUP;
import static dev.flyball.controller.it.ScalerClient.SHOP;
import static dev.flyball.controller.it.ScalerClient.TABLE;
import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.it.ScalerClient.Answer;
import dev.flyball.controller.it.ScalerClient.Watch;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.cluster.LoadModel;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Policies as objects of an API group, by the protocol that kubectl and informers speak. */
@Timeout(120)
class ScalersTest {
  private static TestingController it;
  private static ScalerClient client;

  @BeforeAll
  static void scaleOnce() {
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
    it.policy("web", policy(8));
    it.cluster
        .reviews()
        .tokens(token -> token.equals("good") ? new Reviews.User("ann", "", List.of()) : null);
    it.start();
    it.eventually("the APIs listen", () -> it.controller().metricsApiPort() > 0);
    client = new ScalerClient(it);
    it.eventually(
        "4 replicas",
        () ->
            client.get(SHOP + "/web").body().at("/status/currentReplicas").asInt(0) == 4
                && client.get(SHOP + "/web").body().at("/status/state").asString("").equals("Ok"));
  }

  static String policy(int maxReplicas) {
    return """
    scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
    maxReplicas: %d
    metrics:
    - type: Resource
      resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
    flyball: {schedule: [{start: "0 8 * * 1-5", duration: 10h, minReplicas: 2}]}
    """
        .formatted(maxReplicas);
  }

  @AfterAll
  static void close() {
    client.close();
    it.close();
  }

  @AfterEach
  void allowAll() {
    it.cluster.reviews().access(spec -> true);
  }

  private static List<String> names(JsonNode list) {
    return StreamSupport.stream(list.path("items").spliterator(), false)
        .map(item -> item.at("/metadata/name").asString(""))
        .toList();
  }

  /** {@code kubectl describe} asks for Events by all four fields of the object. */
  @Test
  void eventsAreAtTheScaler() {
    JsonNode metadata = client.get(SHOP + "/web").body().path("metadata");
    String fields =
        String.join(
            ",",
            "involvedObject.kind=Scaler",
            "involvedObject.namespace=shop",
            "involvedObject.name=" + metadata.path("name").asString(),
            "involvedObject.uid=" + metadata.path("uid").asString());
    String url =
        it.cluster.url()
            + "/api/v1/namespaces/shop/events?fieldSelector="
            + URLEncoder.encode(fields, StandardCharsets.UTF_8);
    it.eventually("the event", () -> read(url).contains("New size: 4"));
  }

  private static String read(String url) {
    try (InputStream body = URI.create(url).toURL().openStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void discoveryHasNamesVerbsAndCategories() {
    JsonNode resource = client.get(GROUP).body().at("/resources/0");
    assertThat(resource.toString())
        .isEqualTo(
            """
            {"name":"scalers","singularName":"scaler","namespaced":true,"kind":"Scaler",\
            "verbs":["get","list","watch"],"shortNames":["scl"],"categories":["all"]}""");
    String aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
    assertThat(client.get("/apis", "Accept", aggregated).body().toString())
        .contains("\"resource\":\"scalers\"", "\"shortNames\":[\"scl\"]");
    assertThat(client.get("/apis/flyball.dev").body().at("/preferredVersion/version").asString())
        .isEqualTo("v1alpha1");
  }

  @Test
  void openApiDescribesEveryFieldThatIsServed() {
    JsonNode document = client.get("/openapi/v3" + GROUP).body();
    JsonNode schema = document.at("/components/schemas/dev.flyball.v1alpha1.Scaler");
    described("scaler", client.get(SHOP + "/web").body(), schema);
    assertThat(client.get("/openapi/v2").body().at("/definitions").toString())
        .contains("dev.flyball.v1alpha1.ScalerList");
  }

  private static void described(String where, JsonNode value, JsonNode schema) {
    assertThat(schema.has("type")).as("%s is described", where).isTrue();
    if (value.isArray()) {
      value.forEach(item -> described(where + "[]", item, schema.path("items")));
    }
    if (value.isObject() && !schema.has("additionalProperties")) {
      value.forEachEntry(
          (name, inner) -> described(where + "." + name, inner, schema.at("/properties/" + name)));
    }
  }

  @Test
  void anObjectHasTheFieldsOfAnHpaAndWhy() {
    Answer answer = client.get(SHOP + "/web");
    assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
    JsonNode scaler = answer.body();
    assertThat(scaler.at("/apiVersion").asString()).isEqualTo("flyball.dev/v1alpha1");
    assertThat(scaler.at("/metadata/labels/flyball.dev~1type").asString()).isEqualTo("policy");
    assertThat(scaler.at("/metadata/ownerReferences/0/kind").asString()).isEqualTo("ConfigMap");
    assertThat(scaler.at("/metadata/uid").asString()).hasSize(36);
    assertThat(scaler.at("/spec/scaleTargetRef/name").asString()).isEqualTo("web");
    assertThat(scaler.at("/spec/minReplicas").asInt()).isEqualTo(1);
    assertThat(scaler.at("/spec/flyball/schedule/0/start").asString()).isEqualTo("0 8 * * 1-5");
    assertThat(scaler.at("/status/desiredReplicas").asInt()).isEqualTo(4);
    assertThat(scaler.at("/status/currentMetrics/0/resource/name").asString()).isEqualTo("cpu");
    assertThat(scaler.at("/status/conditions/0/type").asString()).isEqualTo("AbleToScale");
    assertThat(scaler.at("/status/sentence").asString()).startsWith("cpu at ");
    assertThat(scaler.at("/status/scaleChanges/0/to").asInt()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/scalers                                                            | web",
        "/namespaces/shop/scalers?limit=500&resourceVersion=0                | web",
        "/namespaces/other/scalers                                           | ''",
        "/scalers?fieldSelector=metadata.name%3Dweb                          | web",
        "/scalers?fieldSelector=metadata.name!%3Dweb                         | ''",
        "/scalers?fieldSelector=metadata.name%3Dx                            | ''",
        "/scalers?fieldSelector=metadata.namespace%3D%3Dshop                 | web",
        "/scalers?labelSelector=flyball.dev/type%3Dpolicy                    | web",
        "/scalers?labelSelector=!flyball.dev/type                            | ''",
      })
  void listsSelect(String path, String expected) {
    Answer list = client.get(GROUP + path);
    assertThat(list.status()).isEqualTo(200);
    assertThat(list.body().at("/kind").asString()).isEqualTo("ScalerList");
    assertThat(Long.parseLong(list.body().at("/metadata/resourceVersion").asString())).isPositive();
    assertThat(String.join(",", names(list.body()))).isEqualTo(expected);
  }

  @Test
  void tablesHaveTheColumnsOfTheHpa() {
    JsonNode table = client.get(SHOP, "Accept", TABLE).body();
    assertThat(table.at("/kind").asString()).isEqualTo("Table");
    assertThat(
            StreamSupport.stream(table.path("columnDefinitions").spliterator(), false)
                .filter(column -> column.path("priority").asInt() == 0)
                .map(column -> column.path("name").asString())
                .toList())
        .containsExactly(
            "Name",
            "Reference",
            "Targets",
            "MinPods",
            "MaxPods",
            "Replicas",
            "Age",
            "Mode",
            "Reason");
    JsonNode row = table.at("/rows/0");
    assertThat(row.path("cells").size()).isEqualTo(table.path("columnDefinitions").size());
    assertThat(row.at("/cells/1").asString()).isEqualTo("Deployment/web");
    assertThat(row.at("/cells/2").asString()).matches("cpu: [0-9]+%/50%");
    assertThat(row.at("/object/kind").asString()).isEqualTo("PartialObjectMetadata");
    assertThat(row.at("/object/metadata/namespace").asString()).isEqualTo("shop");
    assertThat(
            client
                .get(SHOP + "?includeObject=Object", "Accept", TABLE)
                .body()
                .at("/rows/0/object")
                .path("status")
                .path("sentence")
                .asString())
        .isNotEmpty();
    assertThat(
            client
                .get(SHOP + "?includeObject=None", "Accept", TABLE)
                .body()
                .at("/rows/0/object")
                .isNull())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET    | /namespaces/shop/scalers/nobody                            | 404 | NotFound",
        "GET    | /namespaces/shop/scalers/web/scale                         | 404 | NotFound",
        "GET    | /namespaces/shop/nothings                                  | 404 | NotFound",
        "DELETE | /namespaces/shop/scalers/web                               | 405 | MethodNotAllowed",
        "POST   | /namespaces/shop/scalers                                   | 405 | MethodNotAllowed",
        "PATCH  | /namespaces/shop/scalers/web                               | 405 | MethodNotAllowed",
        "GET    | /scalers?labelSelector=a%20in                              | 400 | BadRequest",
        "GET    | /scalers?fieldSelector=spec.x%3Dy                          | 400 | BadRequest",
        "GET    | /scalers?resourceVersion=x                                 | 400 | BadRequest",
        "GET    | /scalers?includeObject=Some                                | 400 | BadRequest",
        "GET    | /scalers?resourceVersion=99999999999999999                 | 504 | Timeout",
        "GET    | /scalers?resourceVersionMatch=Exact&resourceVersion=1      | 410 | Expired",
      })
  void errorsAreStatusObjects(String method, String path, int code, String reason) {
    Answer answer = client.send(HttpMethod.valueOf(method), GROUP + path);
    assertThat(answer.status()).isEqualTo(code);
    assertThat(answer.body().path("kind").asString()).isEqualTo("Status");
    assertThat(answer.body().path("reason").asString()).isEqualTo(reason);
    if (code == 405) {
      assertThat(answer.body().path("message").asString()).contains("edit the ConfigMap");
    }
  }

  @Test
  void protobufAloneIsNotAcceptableAndWithJsonIsJson() {
    String protobuf = "application/vnd.kubernetes.protobuf";
    assertThat(client.get(SHOP, "Accept", protobuf).status()).isEqualTo(406);
    assertThat(client.get(SHOP, "Accept", protobuf + ",application/json").status()).isEqualTo(200);
  }

  @Test
  void whoMayNotIsRefusedByVerbAndNamespace() {
    it.cluster
        .reviews()
        .access(
            spec -> {
              JsonNode asked = spec.path("resourceAttributes");
              return !asked.path("group").asString("").equals("flyball.dev")
                  || (asked.path("verb").asString("").equals("list")
                      && asked.path("namespace").asString("").equals("shop")
                      && asked.path("resource").asString("").equals("scalers"));
            });
    // Answers about access are believed for a while: these have not been asked for before.
    assertThat(client.get(GROUP + "/namespaces/elsewhere/scalers").status()).isEqualTo(403);
    assertThat(client.get(SHOP + "/other").status()).isEqualTo(403);
    assertThat(client.get(GROUP + "/namespaces/elsewhere/scalers?watch=true").status())
        .isEqualTo(403);
  }

  @Test
  void aWatchFollowsWhatAListHasShown() {
    String version = client.get(ALL).body().at("/metadata/resourceVersion").asString();
    Watch watch =
        client.watch(
            SHOP
                + "?watch=1&allowWatchBookmarks=true&timeoutSeconds=60"
                + "&fieldSelector=metadata.name%3Dnew&resourceVersion="
                + version);
    it.policy("new", policy(5));
    JsonNode added = watch.next();
    assertThat(added.path("type").asString()).isEqualTo("ADDED");
    assertThat(added.at("/object/metadata/name").asString()).isEqualTo("new");
    it.policy("new", policy(3));
    JsonNode event = watch.next();
    while (event.at("/object/spec/maxReplicas").asInt(0) != 3) {
      assertThat(event.path("type").asString()).isEqualTo("MODIFIED");
      event = watch.next();
    }
    assertThat(Long.parseLong(event.at("/object/metadata/resourceVersion").asString()))
        .isGreaterThan(Long.parseLong(version));
    it.deletePolicy("new");
    event = watch.next();
    while (!event.path("type").asString().equals("DELETED")) {
      event = watch.next();
    }
    assertThat(event.at("/object/metadata/name").asString()).isEqualTo("new");
  }

  @Test
  void aWatchOfTablesHasOneRowAnEventAndColumnsFirst() {
    Watch watch = client.watch(SHOP + "?watch=true&timeoutSeconds=60", "Accept", TABLE);
    JsonNode first = watch.next();
    assertThat(first.path("type").asString()).isEqualTo("ADDED");
    assertThat(first.at("/object/kind").asString()).isEqualTo("Table");
    assertThat(first.at("/object/columnDefinitions/0/name").asString()).isEqualTo("Name");
    assertThat(first.at("/object/rows").size()).isEqualTo(1);
    it.policy("web", policy(7));
    JsonNode next = watch.next();
    while (!next.at("/object/rows/0/cells/4").asString("").equals("7")) {
      assertThat(next.at("/object/columnDefinitions").size()).isZero();
      next = watch.next();
    }
    it.policy("web", policy(8));
  }

  @Test
  void aWatchEndsInTimeAndSaysWhereItHasGotTo() {
    Watch watch =
        client.watch(
            SHOP
                + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=2"
                + "&sendInitialEvents=true&resourceVersionMatch=NotOlderThan");
    assertThat(watch.next().path("type").asString()).isEqualTo("ADDED");
    JsonNode event = watch.next();
    while (!event.path("type").asString().equals("BOOKMARK")) {
      event = watch.next();
    }
    assertThat(event.at("/object/metadata/annotations/k8s.io~1initial-events-end").asString())
        .isEqualTo("true");
    do {
      event = watch.next();
    } while (!event.path("type").asString().equals("BOOKMARK"));
    assertThat(event.at("/object/kind").asString()).isEqualTo("Scaler");
    it.eventually("it ends", watch::ended);
  }

  @Test
  void aVersionFromBeforeAllThatIsKnownHasExpired() {
    Watch watch = client.watch(SHOP + "?watch=true&resourceVersion=1");
    JsonNode event = watch.next();
    assertThat(event.path("type").asString()).isEqualTo("ERROR");
    assertThat(event.at("/object/code").asInt()).isEqualTo(410);
    assertThat(event.at("/object/reason").asString()).isEqualTo("Expired");
    it.eventually("it ends", watch::ended);
  }
}
