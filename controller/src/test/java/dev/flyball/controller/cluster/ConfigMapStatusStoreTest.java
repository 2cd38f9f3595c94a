package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.Reports;
import dev.flyball.controller.TestingClock;
import dev.flyball.controller.cluster.TestingApiClient.Request;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.KeptStatuses;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.StatusStore.Contents;
import dev.flyball.core.decide.HistorySnapshot;
import io.vertx.core.Future;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
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
    return store.save("shop", "web", "uid-1", contents(reports));
  }

  private KeptStatuses load() {
    return newStore().load("shop", "web", "uid-1").result();
  }

  private Map<PolicyId, HistorySnapshot> histories() {
    return load().usable().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, kept -> kept.getValue().history()));
  }

  private static Contents contents(PolicyReport... reports) {
    return new Contents(List.of(reports), false);
  }

  private List<String> verbs() {
    return api.requests.stream().map(Request::verb).toList();
  }

  @Test
  void whatIsSavedIsLoadedByTheNextController() {
    store.load("shop", "web", "uid-1");
    assertThat(save(FRONT, SIDE).succeeded()).isTrue();
    assertThat(verbs()).containsExactly("GET", "POST");
    assertThat(histories())
        .isEqualTo(Map.of(FRONT.id(), FRONT.history(), SIDE.id(), SIDE.history()));
  }

  @Test
  void belongsToThePoliciesConfigMap() {
    save(FRONT);
    ObjectNode metadata = (ObjectNode) api.objects.get(PATH).path("metadata");
    metadata.remove("resourceVersion");
    String expected =
        """
        {"name": "web-flyball-status", "labels": {"flyball.dev/type": "status"},
         "annotations": {"flyball.dev/saved-at": "2026-03-01T09:00:00Z"},
         "ownerReferences": [{"apiVersion": "v1", "kind": "ConfigMap", "name": "web",
           "uid": "uid-1", "controller": true}]}
        """;
    assertThat((Object) metadata).isEqualTo(JsonMapper.shared().readTree(expected));
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
  void tellsWhenItWasSavedUntilItsWriterHasEnded() {
    save(FRONT);
    assertThat(load().usable().get(FRONT.id()).savedMillis())
        .isEqualTo(TestingClock.START.toEpochMilli());
    Contents last = new Contents(List.of(FRONT), true);
    assertThat(store.save("shop", "web", "uid-1", last).succeeded()).isTrue();
    assertThat(load().usable().get(FRONT.id()).savedMillis()).isZero();
    assertThat(histories()).isEqualTo(Map.of(FRONT.id(), FRONT.history()));
  }

  @Test
  void keysOfPoliciesThatAreGoneGo() {
    save(FRONT, SIDE);
    save(SIDE);
    assertThat(api.objects.get(PATH).path("data").propertyNames()).containsExactly("side");
    assertThat(histories()).containsOnlyKeys(SIDE.id());
  }

  @Test
  void keysThatAnEarlierControllerLeftGoToo() {
    save(FRONT, SIDE);
    newStore().save("shop", "web", "uid-1", contents(FRONT));
    assertThat(api.objects.get(PATH).path("data").propertyNames()).containsExactly("front");
  }

  @Test
  void createdAnewWhereSomebodyDeletedIt() {
    save(FRONT);
    api.objects.clear();
    assertThat(save(FRONT, SIDE).succeeded()).isTrue();
    assertThat(verbs()).containsExactly("GET", "POST", "PATCH", "POST");
    assertThat(histories()).hasSize(2);
  }

  @Test
  void anotherOneThatWasQuickerIsReadFirst() {
    store.load("shop", "web", "uid-1");
    newStore().save("shop", "web", "uid-1", contents(SIDE));
    assertThat(save(FRONT).failed()).isTrue();
    assertThat(save(FRONT).succeeded()).isTrue();
    assertThat(histories()).containsOnlyKeys(FRONT.id());
  }

  @Test
  void refusedWritesFailAndAreTriedAnew() {
    store.load("shop", "web", "uid-1");
    api.refuse(403);
    Future<Void> saved = save(FRONT);
    assertThat(saved.cause()).hasMessageContaining(PATH).hasMessageContaining("403");
    api.refuse(0);
    assertThat(save(FRONT).succeeded()).isTrue();
    assertThat(histories()).hasSize(1);
  }

  @Test
  void loadFailsWhereTheServerDoes() {
    api.refuse(500);
    assertThat(store.load("shop", "web", "uid-1").failed()).isTrue();
    api.outOfReach(true);
    assertThat(store.load("shop", "web", "uid-1").failed()).isTrue();
  }

  @Test
  void nothingKeptIsNoHistory() {
    assertThat(load()).isEqualTo(KeptStatuses.NONE);
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
    assertThat(histories()).isEqualTo(Map.of(FRONT.id(), FRONT.history()));
    assertThat(load().unusable()).containsOnlyKeys(SIDE.id());
    assertThat(load().unusable().get(SIDE.id())).isNotBlank();
  }

  @Test
  void theStatusOfAnEarlierConfigMapOfTheNameIsNotUsed() {
    save(FRONT);
    KeptStatuses kept = newStore().load("shop", "web", "uid-2").result();
    assertThat(kept.usable()).isEmpty();
    assertThat(kept.all()).contains("belongs to another ConfigMap");
    assertThat(newStore().save("shop", "web", "uid-2", contents(FRONT)).succeeded()).isTrue();
    assertThat(newStore().load("shop", "web", "uid-2").result().usable()).hasSize(1);
  }

  @Test
  void aLateWriteOfALeaderWhoseTimeIsOverChangesNothing() {
    save(FRONT);
    ConfigMapStatusStore next = newStore();
    next.load("shop", "web", "uid-1");
    assertThat(next.save("shop", "web", "uid-1", contents(SIDE)).succeeded()).isTrue();
    assertThat(save(FRONT, SIDE).cause()).hasMessageContaining("409");
    assertThat(histories()).containsOnlyKeys(SIDE.id());
  }

  @Test
  void somebodyElsesConfigMapIsLeftAlone() {
    String foreign = "{\"metadata\":{\"name\":\"x\"},\"data\":{\"front\":\"precious\"}}";
    api.objects.put(PATH, (ObjectNode) JsonMapper.shared().readTree(foreign));
    assertThat(load().usable()).isEmpty();
    assertThat(load().all()).contains("no label flyball.dev/type: status");
    store.load("shop", "web", "uid-1");
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
    assertThat(confused.load("shop", "web", "uid").result().all()).contains("not JSON");
    assertThat(confused.save("shop", "web", "uid", contents(FRONT)).failed()).isTrue();
  }
}
