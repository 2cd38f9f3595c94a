package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The state of policies, their decisions and what changes, over HTTP. */
class HttpApiTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String WEB = "/api/v1/policies/shop/web/web";
  private static TestingController it;

  @BeforeAll
  static void scaleOnce() {
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
    it.start();
    it.eventually(
        "4 replicas",
        () -> it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web") == 4);
    it.eventually(
        "a decision at 4 replicas",
        () -> json(WEB).path("explanation").path("currentReplicas").asInt(0) == 4);
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
    it.close();
    HTTP.close();
  }

  private static URI uri(String path) {
    return URI.create("http://127.0.0.1:" + it.controller().webPort() + path);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(
          request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)));
  }

  private static JsonNode json(String path) {
    return JsonMapper.shared().readTree(get(path).body());
  }

  @Test
  void rowsHaveWhatOneLooksAtFirst() {
    JsonNode list = json("/api/v1/policies?view=rows&namespace=shop");
    assertThat(list.path("synced").asBoolean()).isTrue();
    assertThat(list.path("count").asInt()).isEqualTo(list.path("items").size());
    JsonNode row = web(list);
    assertThat(row.path("id").asString()).isEqualTo("shop/web/web");
    assertThat(row.path("name").asString()).isEqualTo("web");
    assertThat(row.path("target").path("kind").asString()).isEqualTo("Deployment");
    assertThat(row.path("replicas").asInt()).isEqualTo(4);
    assertThat(row.path("maxReplicas").asInt()).isEqualTo(8);
    assertThat(row.path("metrics").path(0).path("target").asString()).isEqualTo("50%");
    assertThat(row.path("targets").asString()).matches("cpu: [0-9]+%/50%");
    assertThat(row.path("sentence").asString()).startsWith("cpu at ");
    assertThat(Instant.parse(row.path("lastScaleTime").asString()))
        .isBeforeOrEqualTo(Instant.now());
    assertThat(Instant.parse(row.path("created").asString())).isBeforeOrEqualTo(Instant.now());
    assertThat(json("/api/v1/policies?view=rows&namespace=other").path("count").asInt()).isZero();
  }

  private static JsonNode web(JsonNode list) {
    for (JsonNode row : list.path("items")) {
      if (row.path("id").asString().equals("shop/web/web")) {
        return row;
      }
    }
    throw new AssertionError("no policy web in " + list);
  }

  @Test
  void sentencesAreKoreanWhereAsked() {
    JsonNode row = web(json("/api/v1/policies?view=rows&lang=ko&tz=Asia/Seoul"));
    assertThat(row.path("sentence").asString()).startsWith("cpu: 목표 50 %에 ");
    assertThat(json(WEB + "?lang=ko").path("explanation").path("sentence").asString())
        .startsWith("cpu: 목표 50 %에 ");
  }

  @Test
  void decisionsAreColumnsOfOneLength() {
    JsonNode columns = json(WEB + "/decisions?sentences=true");
    int count = columns.path("count").asInt();
    assertThat(count).isPositive();
    for (String column :
        new String[] {
          "at",
          "lastAt",
          "repeats",
          "outcome",
          "replicas",
          "ready",
          "min",
          "max",
          "recommendation",
          "decision",
          "window",
          "windowUntil",
          "limit",
          "sentence"
        }) {
      assertThat(columns.path(column).size()).as(column).isEqualTo(count);
    }
    JsonNode metric = columns.path("metrics").path(0);
    assertThat(metric.path("name").asString()).isEqualTo("cpu");
    assertThat(metric.path("value").size()).isEqualTo(count);
    assertThat(metric.path("target").size()).isEqualTo(count);
    assertThat(columns.path("oldest").asLong()).isEqualTo(columns.path("at").path(0).asLong());
    JsonNode event = columns.path("events").path(0);
    assertThat(event.path("from").asInt()).isEqualTo(2);
    assertThat(event.path("to").asInt()).isEqualTo(4);
    assertThat(event.path("sentence").asString()).endsWith("goes from 2 to 4.");
  }

  @Test
  void decisionsOfARangeAndTheNewestOfThem() {
    JsonNode all = json(WEB + "/decisions");
    long first = all.path("at").path(0).asLong();
    assertThat(json(WEB + "/decisions?until=" + (first - 1)).path("count").asInt()).isZero();
    assertThat(json(WEB + "/decisions?since=" + first + "&limit=1").path("count").asInt())
        .isEqualTo(1);
    assertThat(
            json(WEB + "/decisions?since=" + Instant.ofEpochMilli(first))
                .path("at")
                .path(0)
                .asLong())
        .isEqualTo(first);
  }

  @Test
  void theDecisionThatScaledIsExplainedLater() {
    long at = json(WEB + "/decisions").path("events").path(0).path("at").asLong();
    JsonNode explanation = json(WEB + "/explanation?at=" + at);
    assertThat(explanation.path("desiredReplicas").asInt()).isEqualTo(4);
    assertThat(explanation.path("sentence").asString()).endsWith("goes from 2 to 4.");
    assertThat(explanation.path("metrics").path(0).path("pods").path("ready").asInt()).isEqualTo(2);
    JsonNode newest = json(WEB + "/explanation");
    assertThat(newest.path("currentReplicas").asInt()).isEqualTo(4);
    it.eventually(
        "samples of all pods",
        () ->
            json(WEB + "/explanation").path("whatIf").toString().contains("the metrics would ask"));
    assertThat(get(WEB + "/explanation?at=1000").body()).contains("the oldest is of ");
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/policies?view=short, 400, view is full or rows",
    "/api/v1/policies?namspace=shop, 400, there is no parameter namspace here; known are lang",
    "/api/v1/policies?lang=de, 400, lang is en or ko",
    "/api/v1/policies?tz=Mars, 400, tz is a time zone",
    "/api/v1/policies?lang=en&lang=ko, 400, more than once",
    "/api/v1/policies/shop/web/web/decisions?limit=501, 400, limit is a number from 1 to 500",
    "/api/v1/policies/shop/web/web/decisions?since=noon, 400, since is a time such as",
    "/api/v1/policies/shop/web/web/decisions?since=9&until=8, 400, since is later than until",
    "/api/v1/policies/shop/web/web/explanation?at=1000, 404, no decision on shop/web/web is kept",
    "/api/v1/policies/shop/web/other/decisions, 404, there is no policy shop/web/other",
    "/api/v1/policies/shop/web/web/nothing, 404, there is nothing here",
    "/api/v1/events?policy=web, 400, policy is NAMESPACE/CONFIGMAP/KEY",
    "/api/v1/events?since=x, 400, since is a number"
  })
  void whatIsWrongIsSaid(String path, int status, String error) {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(JsonMapper.shared().readTree(response.body()).path("error").asString())
        .contains(error);
  }

  @Test
  void answersAreNotKeptAndNotShownInsideOthers() {
    HttpResponse<String> response = get("/api/v1/policies?view=rows");
    assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
    HttpResponse<String> zipped =
        send(HttpRequest.newBuilder(uri("/api/v1/policies")).header("Accept-Encoding", "gzip"));
    assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
    HttpResponse<String> head = send(HttpRequest.newBuilder(uri(WEB)).HEAD());
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(send(HttpRequest.newBuilder(uri(WEB)).DELETE()).statusCode()).isEqualTo(405);
  }

  @Test
  void eventsTellOfRowsThatChangeComeAndGo() {
    long revision = json("/api/v1/policies?view=rows").path("revision").asLong();
    try (EventReader events =
        new EventReader(HTTP, uri("/api/v1/events?since=" + revision), Map.of())) {
      events.next("ready");
      it.deployment("other", 1);
      it.policy("other", policy("other"));
      EventReader.Event came =
          events.next(
              "the new one", e -> e.data().toString().contains("\"id\":\"shop/other/other\""));
      assertThat(came.name()).isEqualTo("rows");
      assertThat(Long.parseLong(came.id())).isEqualTo(came.data().path("revision").asLong());
      it.deletePolicy("other");
      EventReader.Event gone = events.next("its end", e -> e.data().path("removed").size() > 0);
      assertThat(gone.data().path("removed").path(0).asString()).isEqualTo("shop/other/other");
      assertThat(Long.parseLong(gone.id())).isGreaterThan(Long.parseLong(came.id()));
    }
  }

  @Test
  void aConnectionThatWasLostMissesNothing() {
    String last;
    try (EventReader events = new EventReader(HTTP, uri("/api/v1/events"), Map.of())) {
      last = events.next("ready").id();
    }
    it.deployment("late", 1);
    it.policy("late", policy("late"));
    it.eventually(
        "the new policy", () -> get("/api/v1/policies/shop/late/late").statusCode() == 200);
    try (EventReader events =
        new EventReader(HTTP, uri("/api/v1/events"), Map.of("Last-Event-ID", last))) {
      assertThat(events.next("rows").data().toString()).contains("\"id\":\"shop/late/late\"");
    }
    // Of another time nothing is known, so everything is told.
    try (EventReader events =
        new EventReader(HTTP, uri("/api/v1/events"), Map.of("Last-Event-ID", "17"))) {
      assertThat(events.next("reset").data().path("rows").size()).isGreaterThanOrEqualTo(2);
    }
    it.deletePolicy("late");
  }

  @Test
  void listenersAreBoundedAndMakeRoomWhenTheyGo() {
    List<EventReader> listeners = new ArrayList<>();
    try {
      it.eventually(
          "no more than so many",
          () -> {
            if (listeners.size() < 64) {
              listeners.add(new EventReader(HTTP, uri("/api/v1/events"), Map.of()));
              return false;
            }
            return get("/api/v1/events").statusCode() == 503;
          });
    } finally {
      listeners.forEach(EventReader::close);
    }
    it.eventually("room again", HttpApiTest::hasRoom);
  }

  private static boolean hasRoom() {
    try (EventReader one = new EventReader(HTTP, uri("/api/v1/events"), Map.of())) {
      return one.next("ready").id() != null;
    } catch (AssertionError full) {
      return false;
    }
  }

  @Test
  void onePolicyIsFollowedWithItsDecisions() {
    long revision = json(WEB + "/decisions").path("revision").asLong();
    try (EventReader events =
        new EventReader(
            HTTP, uri("/api/v1/events?policy=shop/web/web&since=" + revision), Map.of())) {
      EventReader.Event event =
          events.next("a decision", e -> e.data().path("decisions").path("count").asInt(0) > 0);
      assertThat(event.name()).isEqualTo("policy");
      assertThat(event.data().path("row").path("id").asString()).isEqualTo("shop/web/web");
      JsonNode at = event.data().path("decisions").path("lastAt");
      assertThat(at.path(at.size() - 1).asLong()).isGreaterThanOrEqualTo(revision / 1000);
      assertThat(event.data().path("decisions").path("sentence").size()).isEqualTo(at.size());
    }
  }

  @Test
  void theLastChangesAreInTheStatusToo() {
    it.eventually(
        "the status", () -> json(WEB).path("scaleChanges").path(0).path("to").asInt(0) == 4);
    var type = it.cluster.objects().catalog().find("", "v1", "configmaps").orElseThrow();
    it.eventually(
        "the status ConfigMap",
        () ->
            it.cluster.objects().store().list(type, NAMESPACE).stream()
                .anyMatch(cm -> cm.tree().toString().contains("scaleChanges")));
  }
}
