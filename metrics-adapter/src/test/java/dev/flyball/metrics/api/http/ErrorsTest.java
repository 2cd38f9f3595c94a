package dev.flyball.metrics.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.metrics.api.http.TestingServer.Reply;
import dev.flyball.metrics.api.wire.TestingMessage;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whom the metrics APIs turn away, and in which words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ErrorsTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String EXTERNAL = "/apis/external.metrics.k8s.io/v1beta1/namespaces/rec/";
  private static final String CUSTOM = "/apis/custom.metrics.k8s.io/v1beta2/";
  private static final String RPS = TestingProvider.METRIC;
  private final TestingServer server =
      new TestingServer(
          new MetricsApi(
              new TestingProvider(),
              new TestingAdmission(),
              Clock.systemUTC(),
              MetricsApiSettings.of("0.1.0")),
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

  /** Name, path, code, reason, message. */
  static Stream<Arguments> errors() {
    return Stream.of(
        argumentSet(
            "no such path",
            "/nothing",
            404,
            "NotFound",
            "the server could not find the requested resource"),
        argumentSet(
            "the core API",
            "/api",
            404,
            "NotFound",
            "the server could not find the requested resource"),
        argumentSet(
            "another group",
            "/apis/apps",
            404,
            "NotFound",
            "the server could not find the requested resource"),
        argumentSet(
            "another version",
            "/apis/custom.metrics.k8s.io/v1",
            404,
            "NotFound",
            "the server could not find the requested resource"),
        argumentSet(
            "external without namespace",
            "/apis/external.metrics.k8s.io/v1beta1/rps",
            404,
            "NotFound",
            "the server could not find the requested resource"),
        argumentSet(
            "an empty part",
            EXTERNAL + "/" + RPS,
            404,
            "NotFound",
            "the server could not find the requested resource"),
        argumentSet(
            "unknown external",
            EXTERNAL + "nope",
            404,
            "NotFound",
            "the server could not find the metric nope for external metrics in namespace rec"),
        argumentSet(
            "unknown custom",
            CUSTOM + "namespaces/rec/pods/*/nope",
            404,
            "NotFound",
            "the server could not find the metric nope for pods"),
        argumentSet(
            "no value of an object",
            CUSTOM + "namespaces/rec/pods/web-9/" + RPS,
            404,
            "NotFound",
            "the server could not find the metric " + RPS + " for pods web-9"),
        argumentSet(
            "no value of an object and series",
            CUSTOM + "namespaces/rec/pods/web-1/" + RPS + "?metricLabelSelector=method%3DPUT",
            404,
            "NotFound",
            "the server could not find the metric "
                + RPS
                + " for pods web-1 with selector method=PUT"),
        argumentSet(
            "no value of another group",
            CUSTOM + "namespaces/rec/deployments.apps/api/" + RPS,
            404,
            "NotFound",
            "the server could not find the metric " + RPS + " for deployments.apps api"),
        argumentSet(
            "bad selector",
            EXTERNAL + RPS + "?labelSelector=a+in+b",
            400,
            "BadRequest",
            "unable to parse labelSelector \"a in b\" at character 6: found 'b', expected: '('"),
        argumentSet(
            "bad selector of objects",
            CUSTOM + "namespaces/rec/pods/*/" + RPS + "?labelSelector=,",
            400,
            "BadRequest",
            "unable to parse labelSelector \",\" at character 1: found ',', expected: !, identifier, or 'end of string'"),
        argumentSet(
            "bad selector of series",
            CUSTOM + "namespaces/rec/pods/*/" + RPS + "?metricLabelSelector=a%3D%3D%3D1",
            400,
            "BadRequest",
            "unable to parse metricLabelSelector \"a===1\" at character 4: found '=', expected: identifier"),
        argumentSet(
            "bad escape",
            EXTERNAL + RPS + "?labelSelector=%zz",
            400,
            "BadRequest",
            "the URL has a malformed % escape"),
        argumentSet(
            "field selector",
            EXTERNAL + RPS + "?fieldSelector=a%3Db",
            400,
            "BadRequest",
            "metrics have no fields to select by: leave fieldSelector out"),
        argumentSet(
            "watch",
            EXTERNAL + RPS + "?watch=true",
            405,
            "MethodNotAllowed",
            "watch is not supported on resources of kind \"" + RPS + ".external.metrics.k8s.io\""),
        argumentSet(
            "source down",
            EXTERNAL + "down",
            503,
            "ServiceUnavailable",
            "the source prometheus http://prom:9090 of the metric down is not available: connection refused"),
        argumentSet(
            "source of custom down",
            CUSTOM + "namespaces/rec/pods/*/down",
            503,
            "ServiceUnavailable",
            "the source the scraper of the metric down is not available: not started"),
        argumentSet(
            "a failure inside",
            EXTERNAL + "broken",
            500,
            "InternalError",
            "Internal error occurred: see the log of the metrics adapter"),
        argumentSet(
            "a mistake inside",
            EXTERNAL + "thrown",
            500,
            "InternalError",
            "Internal error occurred: see the log of the metrics adapter"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void saysWhatIsWrong(String path, int code, String reason, String message) {
    Reply reply = get(path);
    JsonNode status = JSON.readTree(reply.text());

    assertThat(reply.status()).isEqualTo(code);
    assertThat(reply.header("content-type")).isEqualTo("application/json");
    assertThat(status.path("kind").asString()).isEqualTo("Status");
    assertThat(status.path("apiVersion").asString()).isEqualTo("v1");
    assertThat(status.path("status").asString()).isEqualTo("Failure");
    assertThat(status.path("code").asInt()).isEqualTo(code);
    assertThat(status.path("reason").asString()).isEqualTo(reason);
    assertThat(status.path("message").asString()).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void saysItInProtobufToThoseWhoAskForIt(String path, int code, String reason, String message) {
    Reply reply = get(path, "Accept", "application/vnd.kubernetes.protobuf, */*");
    TestingMessage status = TestingMessage.envelope(reply.body()).message(2);

    assertThat(reply.status()).isEqualTo(code);
    assertThat(reply.header("content-type")).isEqualTo("application/vnd.kubernetes.protobuf");
    assertThat(status.text(3)).isEqualTo(message);
    assertThat(status.text(4)).isEqualTo(reason);
    assertThat(status.number(6)).isEqualTo(code);
  }

  @Test
  void asksWhoIsThereBeforeItTellsAnything() {
    for (String path : new String[] {"/", "/apis", "/nothing", EXTERNAL + RPS, "/openapi/v2?%"}) {
      Reply reply = server.send(HttpMethod.GET, path);
      assertThat(reply.status()).as(path).isEqualTo(401);
      assertThat(JSON.readTree(reply.text()).path("message").asString()).isEqualTo("Unauthorized");
    }
  }

  /** Name, path, message, name of the object. */
  static Stream<Arguments> forbidden() {
    return Stream.of(
        argumentSet(
            "pods",
            CUSTOM + "namespaces/rec/pods/%2A/" + RPS,
            "pods.custom.metrics.k8s.io \"*\" is forbidden: User \"mallory\" cannot get resource \"pods/"
                + RPS
                + "\" in API group \"custom.metrics.k8s.io\" in the namespace \"rec\""),
        argumentSet(
            "external",
            EXTERNAL + RPS,
            RPS
                + ".external.metrics.k8s.io is forbidden: User \"mallory\" cannot list resource \""
                + RPS
                + "\" in API group \"external.metrics.k8s.io\" in the namespace \"rec\""),
        argumentSet(
            "root scoped",
            CUSTOM + "nodes/n1/" + RPS,
            "nodes.custom.metrics.k8s.io \"n1\" is forbidden: User \"mallory\" cannot get resource \"nodes/"
                + RPS
                + "\" in API group \"custom.metrics.k8s.io\" at the cluster scope"),
        argumentSet("a path", "/apis", "forbidden: User \"mallory\" cannot get path \"/apis\""),
        argumentSet(
            "a path like HTML",
            "/%3Cb%3E",
            "forbidden: User \"mallory\" cannot get path \"/&lt;b&gt;\""));
  }

  @ParameterizedTest
  @MethodSource("forbidden")
  void namesWhatIsForbidden(String path, String message) {
    Reply reply = server.send(HttpMethod.GET, path, "X-Remote-User", "mallory");
    JsonNode status = JSON.readTree(reply.text());

    assertThat(reply.status()).isEqualTo(403);
    assertThat(status.path("reason").asString()).isEqualTo("Forbidden");
    assertThat(status.path("message").asString()).isEqualTo(message);
  }

  @Test
  void otherMethodsAreNotAllowed() {
    for (String method : new String[] {"POST", "PUT", "PATCH", "DELETE"}) {
      HttpMethod asked = HttpMethod.valueOf(method);
      Reply reply = server.send(asked, EXTERNAL + RPS, "X-Remote-User", "alice");
      assertThat(reply.status()).as(method).isEqualTo(405);
      assertThat(reply.header("allow")).isEqualTo("GET, HEAD");
      assertThat(JSON.readTree(reply.text()).path("reason").asString())
          .isEqualTo("MethodNotAllowed");
      assertThat(server.send(asked, "/nothing", "X-Remote-User", "alice").status()).isEqualTo(404);
    }
  }

  @Test
  void refusesMediaTypesThatItDoesNotHave() {
    for (String path :
        new String[] {
          EXTERNAL + RPS, "/openapi/v2", "/apis", "/apis/custom.metrics.k8s.io/v1beta2"
        }) {
      Reply reply = get(path, "Accept", "application/yaml");
      JsonNode status = JSON.readTree(reply.text());
      assertThat(reply.status()).as(path).isEqualTo(406);
      assertThat(status.path("reason").asString()).isEqualTo("NotAcceptable");
      assertThat(status.path("message").asString())
          .startsWith("only the following media types are accepted: application/json");
    }
  }
}
