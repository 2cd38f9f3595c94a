package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.TestingClock;
import dev.flyball.controller.cluster.TestingApiClient.Request;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.scalers.Scalers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EventRecorderTest {
  private static final PolicyId WEB = new PolicyId("shop", "web", "front");
  private static final TargetKey TARGET = new TargetKey("shop", "apps", "Deployment", "front");
  private static final String EVENTS = "/apis/events.k8s.io/v1/namespaces/shop/events";

  private final TestingApiClient api = new TestingApiClient();
  private final TestingClock clock = new TestingClock();
  private final EventRecorder recorder =
      new EventRecorder(
          api,
          clock,
          "flyball-0",
          id -> EventSubject.configMap(id, id.configMap().equals("web") ? "uid-1" : ""));

  private void rescaled() {
    recorder.event(WEB, TARGET, false, "SuccessfulRescale", "New size: 3; reason: cpu");
  }

  private void failed() {
    recorder.event(WEB, TARGET, true, "FailedGetScale", "no scale");
  }

  @Test
  void writesAnEventOfEventsV1() {
    rescaled();
    Request request = api.requests.getFirst();
    assertThat(request.path()).isEqualTo(EVENTS);
    String expected =
        """
        {"apiVersion": "events.k8s.io/v1", "kind": "Event",
         "metadata": {"name": "web.1898aa0f2b61a000", "namespace": "shop"},
         "eventTime": "2026-03-01T09:00:00.000000Z",
         "reportingController": "flyball", "reportingInstance": "flyball-0",
         "type": "Normal", "reason": "SuccessfulRescale", "action": "Rescale",
         "note": "New size: 3; reason: cpu",
         "regarding": {"apiVersion": "v1", "kind": "ConfigMap", "namespace": "shop", "name": "web",
           "uid": "uid-1", "fieldPath": "data[front]"},
         "related": {"apiVersion": "apps/v1", "kind": "Deployment", "namespace": "shop",
           "name": "front"}}
        """
            .replace(
                "1898aa0f2b61a000",
                Long.toHexString(TestingClock.START.toEpochMilli() * 1_000_000));
    assertThat(request.json()).isEqualTo(JsonMapper.shared().readTree(expected));
  }

  @Test
  void anEventIsAtTheObjectThatStandsForThePolicy() {
    new EventRecorder(api, clock, "flyball-0", id -> Scalers.subject(id, "uid-1"))
        .event(WEB, TARGET, false, "SuccessfulRescale", "New size: 3; reason: cpu");
    assertThat(api.requests.getFirst().json().path("regarding").toString())
        .isEqualTo(
            """
            {"apiVersion":"flyball.dev/v1alpha1","kind":"Scaler","namespace":"shop",\
            "name":"web.front","uid":"%s"}"""
                .formatted(UUID.nameUUIDFromBytes("uid-1/front".getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void policyWithoutTargetOrKnownUid() {
    recorder.event(new PolicyId("shop", "x", "y"), null, true, "InvalidPolicy", "bad");
    JsonNode event = api.requests.getFirst().json();
    assertThat(event.has("related")).isFalse();
    assertThat(event.path("regarding").has("uid")).isFalse();
    assertThat(event.path("type").asString()).isEqualTo("Warning");
  }

  @Test
  void repeatsBecomeASeriesThatIsToldAtMostOnceAMinute() {
    for (int i = 0; i < 13; i++) {
      failed();
      clock.advance(Duration.ofSeconds(15));
    }
    assertThat(api.requests("POST")).hasSize(1);
    assertThat(api.requests("PATCH"))
        .extracting(patch -> patch.json().at("/series/count").asInt())
        .containsExactly(2, 6, 10);
    assertThat(api.requests("PATCH").getLast().body())
        .isEqualTo(
            "{\"series\":{\"count\":10,\"lastObservedTime\":\"2026-03-01T09:02:15.000000Z\"}}");
    assertThat(api.objects.values())
        .singleElement()
        .satisfies(event -> assertThat(event.at("/series/count").asInt()).isEqualTo(10));
  }

  /** What makes an event another one. */
  static Stream<Arguments> others() {
    return Stream.of(
        argumentSet("policy", new PolicyId("shop", "web", "back"), true, "FailedGetScale", "no"),
        argumentSet("type", WEB, false, "FailedGetScale", "no"),
        argumentSet("reason", WEB, true, "FailedRescale", "no"),
        argumentSet("message", WEB, true, "FailedGetScale", "nothing"));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherEventIsNoRepeat(PolicyId policy, boolean warning, String reason, String message) {
    recorder.event(WEB, TARGET, true, "FailedGetScale", "no");
    recorder.event(policy, TARGET, warning, reason, message);
    assertThat(api.requests).extracting(Request::verb).containsExactly("POST", "POST");
    assertThat(api.objects).hasSize(2);
  }

  @Test
  void seriesEndsAfterSixMinutesOfSilence() {
    failed();
    clock.advance(Duration.ofMinutes(6));
    failed();
    clock.advance(Duration.ofMinutes(6).plusMillis(1));
    failed();
    assertThat(api.requests).extracting(Request::verb).containsExactly("POST", "PATCH", "POST");
  }

  @Test
  void repeatWaitsForTheEventItself() {
    api.hold();
    failed();
    failed();
    assertThat(api.requests("PATCH")).isEmpty();
    api.releaseAll();
    failed();
    assertThat(api.requests("PATCH"))
        .singleElement()
        .satisfies(patch -> assertThat(patch.json().at("/series/count").asInt()).isEqualTo(3));
  }

  @Test
  void eventThatTheServerForgotIsMadeAnew() {
    failed();
    api.objects.clear();
    failed();
    failed();
    assertThat(api.requests).extracting(Request::verb).containsExactly("POST", "PATCH", "POST");
  }

  @Test
  void whatCouldNotBeRecordedIsSaidAgain() {
    api.refuse(403);
    failed();
    api.refuse(0);
    api.outOfReach(true);
    failed();
    api.outOfReach(false);
    failed();
    assertThat(api.requests("POST")).hasSize(3);
    assertThat(api.objects).hasSize(1);
  }

  @Test
  void requestsAreBoundedAndTheRestIsDropped() {
    api.hold();
    int many = EventRecorder.MAX_IN_FLIGHT + EventRecorder.MAX_WAITING + 10;
    for (int i = 0; i < many; i++) {
      recorder.event(WEB, TARGET, true, "FailedGetScale", "no " + i);
    }
    assertThat(api.requests).hasSize(EventRecorder.MAX_IN_FLIGHT);
    api.release();
    assertThat(api.waiting()).isEqualTo(EventRecorder.MAX_IN_FLIGHT);
    api.releaseAll();
    assertThat(api.objects).hasSize(many - 10);
  }

  @Test
  void oldSeriesAreForgottenWhenThereAreTooMany() {
    failed();
    for (int i = 0; i < EventRecorder.MAX_SERIES; i++) {
      recorder.event(WEB, TARGET, true, "FailedGetScale", "no " + i);
    }
    failed();
    assertThat(api.requests("PATCH")).isEmpty();
  }

  /** Texts and what is left of them in ten bytes. */
  static Stream<Arguments> texts() {
    return Stream.of(
        argumentSet("fits", "0123456789", "0123456789"),
        argumentSet("one too long", "0123456789a", "0123456…"),
        argumentSet("two bytes a character", "ääääää", "äää…"),
        argumentSet("surrogate pairs", "🚀🚀🚀", "🚀…"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void notesAreCutAtCharacters(String text, String cut) {
    assertThat(EventDocument.shorten(text, 10)).isEqualTo(cut);
    assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void longNamesAndNotesStayWithinTheServersLimits() {
    String name = "a".repeat(199) + "-" + "b".repeat(50);
    recorder.event(new PolicyId("shop", name, "k"), null, true, "InvalidPolicy", "x".repeat(5000));
    JsonNode event = api.requests.getFirst().json();
    assertThat(event.path("note").asString().getBytes(StandardCharsets.UTF_8))
        .hasSize(EventDocument.MAX_NOTE_BYTES);
    assertThat(event.path("metadata").path("name").asString())
        .matches("[a-z0-9]+(-[a-z0-9]+)*\\.[0-9a-f]+")
        .hasSizeLessThan(253);
    assertThat(event.path("regarding").path("name").asString()).isEqualTo(name);
  }

  @Test
  void namesDifferWithinOneMillisecond() {
    List.of("a", "b", "c").forEach(m -> recorder.event(WEB, null, false, "ValidPolicy", m));
    assertThat(api.objects).hasSize(3);
  }
}
