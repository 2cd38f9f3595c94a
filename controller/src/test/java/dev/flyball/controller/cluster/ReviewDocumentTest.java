package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import dev.flyball.metrics.trust.AccessReviews.AccessAnswer;
import dev.flyball.metrics.trust.AccessReviews.TokenAnswer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ReviewDocumentTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void asksWhoseATokenIs() {
    assertSame(
        ReviewDocument.ofToken("abc"),
        """
        {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "abc"}}
        """);
  }

  @Test
  void asksForAResource() {
    assertSame(
        ReviewDocument.ofAccess(
            new Caller("anna", "7", List.of("devs"), Map.of("scopes", List.of("x", "y"))),
            new RequestAttributes(
                "list",
                "/ignored",
                true,
                "custom.metrics.k8s.io",
                "v1beta2",
                "pods",
                "rps",
                "shop",
                "*")),
        """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {
          "user": "anna", "uid": "7", "groups": ["devs"], "extra": {"scopes": ["x", "y"]},
          "resourceAttributes": {"namespace": "shop", "verb": "list",
            "group": "custom.metrics.k8s.io", "version": "v1beta2", "resource": "pods",
            "subresource": "rps", "name": "*"}}}
        """);
  }

  @Test
  void asksForAPath() {
    assertSame(
        ReviewDocument.ofAccess(
            new Caller("anna", "", List.of(), Map.of()),
            RequestAttributes.nonResource("get", "/openapi/v2")),
        """
        {"apiVersion": "authorization.k8s.io/v1", "kind": "SubjectAccessReview", "spec": {
          "user": "anna", "groups": [],
          "nonResourceAttributes": {"path": "/openapi/v2", "verb": "get"}}}
        """);
  }

  private static void assertSame(String actual, String expected) {
    assertThat(JSON.readTree(actual)).isEqualTo(JSON.readTree(expected));
  }

  static Stream<Arguments> tokens() {
    TokenAnswer anna =
        new TokenAnswer.Known(new Caller("anna", "7", List.of("devs"), Map.of("k", List.of("v"))));
    return Stream.of(
        argumentSet(
            "known",
            """
            {"authenticated": true, "user": {"username": "anna", "uid": "7", "groups": ["devs"],
             "extra": {"k": ["v"]}}}
            """,
            anna),
        argumentSet(
            "only a name",
            "{\"authenticated\": true, \"user\": {\"username\": \"anna\"}}",
            new TokenAnswer.Known(new Caller("anna", "", List.of(), Map.of()))),
        argumentSet(
            "refused",
            "{\"authenticated\": false, \"error\": \"expired\"}",
            new TokenAnswer.Refused("expired")),
        argumentSet("nothing said", "{}", new TokenAnswer.Refused("the token is not valid")),
        argumentSet(
            "nobody",
            "{\"authenticated\": true, \"user\": {\"groups\": [\"system:masters\"]}}",
            new TokenAnswer.Refused("the token is not valid")));
  }

  @ParameterizedTest
  @MethodSource("tokens")
  void readsWhoseATokenIs(String status, TokenAnswer expected) {
    assertThat(ReviewDocument.tokenAnswer("{\"status\": " + status + "}")).isEqualTo(expected);
  }

  static Stream<Arguments> accesses() {
    return Stream.of(
        argumentSet("allowed", "{\"allowed\": true}", new AccessAnswer(true, "")),
        argumentSet(
            "with a reason",
            "{\"allowed\": true, \"reason\": \"RBAC: allowed\"}",
            new AccessAnswer(true, "RBAC: allowed")),
        argumentSet("nothing said", "{}", new AccessAnswer(false, "")),
        argumentSet(
            "denied outweighs allowed",
            "{\"allowed\": true, \"denied\": true}",
            new AccessAnswer(false, "")),
        argumentSet(
            "an error",
            "{\"allowed\": false, \"evaluationError\": \"webhook down\"}",
            new AccessAnswer(false, "webhook down")));
  }

  @ParameterizedTest
  @MethodSource("accesses")
  void readsWhetherItIsAllowed(String status, AccessAnswer expected) {
    assertThat(ReviewDocument.accessAnswer("{\"status\": " + status + "}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "{\"spec\": {}}", "{\"status\": \"yes\"}"})
  void whatMakesNoSenseIsNoAnswer(String body) {
    assertThatThrownBy(() -> ReviewDocument.tokenAnswer(body))
        .isInstanceOf(ReviewException.class)
        .hasMessageContaining("the answer to a review");
    assertThatThrownBy(() -> ReviewDocument.accessAnswer(body)).isInstanceOf(ReviewException.class);
  }
}
