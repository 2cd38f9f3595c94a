package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.Reports;
import dev.flyball.controller.TestingClock;
import dev.flyball.controller.cluster.TestingApiClient.Request;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigMapStatusStoreTest {
  private static final String CONFIG_MAPS = "/api/v1/namespaces/shop/configmaps";
  private static final String PATH = CONFIG_MAPS + "/web-flyball-status";
  private static final PolicyReport FRONT = Reports.scalingUp();
  private static final PolicyReport SIDE = Reports.scalingUp(new PolicyId("shop", "web", "side"));

  private final TestingApiClient api = new TestingApiClient();
  private final ConfigMapStatusStore store = newStore();

  private ConfigMapStatusStore newStore() {
    return new ConfigMapStatusStore(api, new TestingClock(), ZoneOffset.UTC);
  }

  private Future<Void> save(PolicyReport... reports) {
    return store.save("shop", "web", "uid-1", List.of(reports));
  }

  private Map<PolicyId, HistorySnapshot> load() {
    return newStore().load("shop", "web").result();
  }

  private List<String> verbs() {
    return api.requests.stream().map(Request::verb).toList();
  }

  @Test
  void whatIsSavedIsLoadedByTheNextController() {
    store.load("shop", "web");
    assertThat(save(FRONT, SIDE).succeeded()).isTrue();
    assertThat(verbs()).containsExactly("GET", "POST");
    assertThat(load()).isEqualTo(Map.of(FRONT.id(), FRONT.history(), SIDE.id(), SIDE.history()));
  }

  @Test
  void belongsToThePoliciesConfigMap() {
    save(FRONT);
    JsonNode metadata = api.objects.get(PATH).path("metadata");
    String expected =
        """
        {"name": "web-flyball-status", "labels": {"flyball.dev/type": "status"},
         "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "web",
           "uid": "uid-1", "controller": true}]}
        """;
    assertThat(metadata).isEqualTo(JsonMapper.shared().readTree(expected));
  }

  @Test
  void sameStatusIsWrittenOnce() {
    save(FRONT);
    save(FRONT);
    save(FRONT, SIDE);
    save(FRONT, SIDE);
    assertThat(verbs()).containsExactly("GET", "POST", "PATCH");
  }

  @Test
  void keysOfPoliciesThatAreGoneGo() {
    save(FRONT, SIDE);
    save(SIDE);
    assertThat(api.objects.get(PATH).path("data").propertyNames()).containsExactly("side");
    assertThat(load()).containsOnlyKeys(SIDE.id());
  }

  @Test
  void keysThatAnEarlierControllerLeftGoToo() {
    save(FRONT, SIDE);
    newStore().save("shop", "web", "uid-1", List.of(FRONT));
    assertThat(api.objects.get(PATH).path("data").propertyNames()).containsExactly("front");
  }

  @Test
  void createdAnewWhereSomebodyDeletedIt() {
    save(FRONT);
    api.objects.clear();
    assertThat(save(FRONT, SIDE).succeeded()).isTrue();
    assertThat(verbs()).containsExactly("GET", "POST", "PATCH", "POST");
    assertThat(load()).hasSize(2);
  }

  @Test
  void anotherOneThatWasQuickerIsReadFirst() {
    store.load("shop", "web");
    newStore().save("shop", "web", "uid-1", List.of(SIDE));
    assertThat(save(FRONT).failed()).isTrue();
    assertThat(save(FRONT).succeeded()).isTrue();
    assertThat(load()).containsOnlyKeys(FRONT.id());
  }

  @Test
  void refusedWritesFailAndAreTriedAnew() {
    store.load("shop", "web");
    api.refuse(403);
    Future<Void> saved = save(FRONT);
    assertThat(saved.cause()).hasMessageContaining(PATH).hasMessageContaining("403");
    api.refuse(0);
    assertThat(save(FRONT).succeeded()).isTrue();
    assertThat(load()).hasSize(1);
  }

  @Test
  void loadFailsWhereTheServerDoes() {
    api.refuse(500);
    assertThat(store.load("shop", "web").failed()).isTrue();
    api.outOfReach(true);
    assertThat(store.load("shop", "web").failed()).isTrue();
  }

  @Test
  void nothingKeptIsNoHistory() {
    assertThat(load()).isEmpty();
  }

  @Test
  void allAreReadAtOnceAtTheStart() {
    save(FRONT);
    newStore().save("shop", "api", "uid-2", List.of(SIDE));
    api.requests.clear();
    ConfigMapStatusStore next = newStore();
    assertThat(next.readAll().succeeded()).isTrue();
    assertThat(verbs()).containsExactly("GET", "GET");
    assertThat(next.load("shop", "web").result()).isEqualTo(Map.of(FRONT.id(), FRONT.history()));
    assertThat(next.load("shop", "none").result()).isEmpty();
    assertThat(api.requests).hasSize(2);
    next.forgetAll();
    assertThat(next.load("shop", "api").result()).hasSize(1);
    assertThat(api.requests).hasSize(3);
  }

  @Test
  void whereAllCannotBeReadEachIs() {
    save(FRONT);
    api.refuse(403);
    ConfigMapStatusStore next = newStore();
    assertThat(next.readAll().succeeded()).isTrue();
    api.refuse(0);
    assertThat(next.load("shop", "web").result()).hasSize(1);
  }

  @Test
  void fewRequestsAreUnderWayAtOnce() {
    api.hold();
    for (int i = 0; i < 100; i++) {
      store.load("shop", "web-" + i);
    }
    assertThat(api.waiting()).isEqualTo(ConfigMapStatusStore.MAX_IN_FLIGHT);
    api.releaseAll();
    assertThat(api.requests).hasSize(100);
  }

  /** Contents of one key that cannot be used. */
  static Stream<Arguments> unusable() {
    return Stream.of(
        argumentSet("no JSON", "}"),
        argumentSet("no document", "null"),
        argumentSet("somebody's", "{\"a\":1}"),
        argumentSet("newer", "{\"history\":{\"version\":2,\"epochs\":[]}}"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void oneUnusableKeyCostsNoOther(String content) {
    save(FRONT, SIDE);
    ((ObjectNode) api.objects.get(PATH).path("data")).put("side", content);
    assertThat(load()).isEqualTo(Map.of(FRONT.id(), FRONT.history()));
  }

  @Test
  void somebodyElsesConfigMapIsLeftAlone() {
    String foreign = "{\"metadata\":{\"name\":\"x\"},\"data\":{\"front\":\"precious\"}}";
    api.objects.put(PATH, (ObjectNode) JsonMapper.shared().readTree(foreign));
    assertThat(load()).isEmpty();
    store.load("shop", "web");
    assertThat(save(FRONT).cause()).hasMessageContaining("not Flyball's");
    assertThat(api.objects.get(PATH)).hasToString(foreign);
    api.objects.clear();
    assertThat(save(FRONT).succeeded()).isTrue();
  }

  @Test
  void answerThatIsNoJsonIsNoHistory() {
    ApiClient broken =
        new ApiClient() {
          @Override
          public Future<Response> get(String path) {
            return Future.succeededFuture(new Response(200, "<html>"));
          }

          @Override
          public Future<Response> post(String path, String json) {
            throw new AssertionError(path);
          }

          @Override
          public Future<Response> mergePatch(String path, String json) {
            throw new AssertionError(path);
          }
        };
    ConfigMapStatusStore confused =
        new ConfigMapStatusStore(broken, new TestingClock(), ZoneOffset.UTC);
    assertThat(confused.load("shop", "web").result()).isEmpty();
    assertThat(confused.save("shop", "web", "uid", List.of(FRONT)).failed()).isTrue();
  }
}
