package dev.flyball.controller.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.Drivers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The endpoint over real HTTP, asked as the API server asks. */
@Timeout(60)
class ValidationEndpointTest {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final TargetKey WEB = new TargetKey("shop", "apps", "Deployment", "web");

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http = HttpClient.newHttpClient();
  private Future<Drivers> drivers = Future.succeededFuture(Drivers.NONE);
  private ValidationEndpoint endpoint;
  private int port;

  @BeforeEach
  void start() throws Exception {
    endpoint =
        new ValidationEndpoint(
            vertx,
            "flyball-system",
            target -> target.equals(WEB) ? drivers : Future.succeededFuture(Drivers.NONE));
    port =
        vertx
            .createHttpServer()
            .requestHandler(endpoint)
            .listen(0, "127.0.0.1")
            .await(20, TimeUnit.SECONDS)
            .actualPort();
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private HttpResponse<String> send(String method, BodyPublisher body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/validate?timeout=3s"))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(method, body)
            .build();
    return http.send(request, BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String json) throws Exception {
    return send("POST", BodyPublishers.ofString(json));
  }

  private static ObjectNode review(String operation, String text) {
    ObjectNode review = JSON.createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    ObjectNode request = review.putObject("request");
    request.put("uid", "u-1").put("operation", operation).put("namespace", "shop");
    request.putObject("kind").put("group", "").put("version", "v1").put("kind", "ConfigMap");
    ObjectNode object = request.putObject("object");
    ObjectNode metadata = object.putObject("metadata");
    metadata.put("name", "web").put("namespace", "shop");
    metadata.putObject("labels").put("flyball.dev/type", "policy");
    object.putObject("data").put("web", text);
    return review;
  }

  private static String policy(String more) {
    return "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\nmaxReplicas: 3\n"
        + more;
  }

  private JsonNode answer(ObjectNode review) throws Exception {
    HttpResponse<String> response = post(review.toString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    JsonNode answer = JSON.readTree(response.body());
    assertThat(answer.path("kind").asString("")).isEqualTo("AdmissionReview");
    assertThat(answer.path("apiVersion").asString("")).isEqualTo("admission.k8s.io/v1");
    assertThat(answer.at("/response/uid").asString("")).isEqualTo("u-1");
    return answer.path("response");
  }

  private static List<String> warnings(JsonNode response) {
    List<String> warnings = new ArrayList<>();
    response.path("warnings").forEach(warning -> warnings.add(warning.asString("")));
    return warnings;
  }

  @Test
  void aBadPolicyIsRefusedWithEachProblem() throws Exception {
    JsonNode response = answer(review("CREATE", policy("minReplicas: 9\nmetric: []\n")));
    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    JsonNode status = response.path("status");
    assertThat(status.path("code").asInt(0)).isEqualTo(422);
    assertThat(status.path("reason").asString("")).isEqualTo("Invalid");
    assertThat(status.path("message").asString(""))
        .contains("shop/web[web]:3: minReplicas: 9 is more than maxReplicas 3; lower it to 3")
        .contains(" | shop/web[web]:4: metric: ");
    JsonNode details = status.path("details");
    assertThat(details.path("name").asString("")).isEqualTo("web");
    assertThat(details.path("kind").asString("")).isEqualTo("ConfigMap");
    assertThat(details.path("causes")).hasSize(2);
    assertThat(details.at("/causes/0/field").asString("")).isEqualTo("data[web].minReplicas");
    assertThat(details.at("/causes/0/message").asString(""))
        .isEqualTo("line 3: 9 is more than maxReplicas 3; lower it to 3 or less");
  }

  @Test
  void aGoodPolicyIsTaken() throws Exception {
    JsonNode response = answer(review("CREATE", policy("")));
    assertThat(response.path("allowed").asBoolean(false)).isTrue();
    assertThat(response.has("status")).isFalse();
    assertThat(response.has("warnings")).isFalse();
  }

  @Test
  void whatElseScalesTheTargetIsAWarning() throws Exception {
    drivers =
        Future.succeededFuture(
            new Drivers(
                List.of(new PolicyId("shop", "web", "web"), new PolicyId("shop", "other", "x")),
                List.of("shop/native")));
    JsonNode response = answer(review("UPDATE", policy("")));
    assertThat(response.path("allowed").asBoolean(false)).isTrue();
    assertThat(warnings(response))
        .containsExactly(
            "Deployment/shop/web is scaled by policy shop/web/web and by policy shop/other/x and by"
                + " HorizontalPodAutoscaler shop/native; it is left alone until only one of them is"
                + " left");
    assertThat(warnings(answer(review("CREATE", policy("flyball: {mode: DryRun}\n"))))).isEmpty();
    ObjectNode twice = review("CREATE", policy(""));
    ((ObjectNode) twice.at("/request/object/data")).put("again", policy(""));
    drivers = Future.succeededFuture(Drivers.NONE);
    assertThat(warnings(answer(twice))).hasSize(1);
  }

  @Test
  void aLoopThatDoesNotAnswerHoldsUpNothing() throws Exception {
    drivers = Future.failedFuture("closed");
    assertThat(answer(review("CREATE", policy(""))).path("allowed").asBoolean(false)).isTrue();
    drivers = io.vertx.core.Promise.<Drivers>promise().future();
    assertThat(answer(review("CREATE", policy(""))).path("allowed").asBoolean(false)).isTrue();
  }

  @Test
  void whatIsNotAskedForIsTaken() throws Exception {
    ObjectNode deleted = review("DELETE", "no policy");
    assertThat(answer(deleted).path("allowed").asBoolean(false)).isTrue();
    ObjectNode secret = review("CREATE", "no policy");
    ((ObjectNode) secret.at("/request/kind")).put("kind", "Secret");
    assertThat(answer(secret).path("allowed").asBoolean(false)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""                                                                  | AdmissionReview
          {"a":                                                               | this is not JSON
          []                                                                  | AdmissionReview of admission.k8s.io/v1
          {"kind": "Pod"}                                                     | AdmissionReview of admission.k8s.io/v1
          {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1beta1"} | AdmissionReview of admission.k8s.io/v1
          {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1"}    | no request.uid
          {"kind": "AdmissionReview", "apiVersion": "admission.k8s.io/v1", "request": {"uid": "1", "operation": "CREATE", "kind": {"kind": "ConfigMap"}}} | no request.object
          """)
  void garbageIsToldWhatItIs(String body, String why) throws Exception {
    HttpResponse<String> response = post(body);
    assertThat(response.statusCode()).isEqualTo(400);
    JsonNode status = JSON.readTree(response.body());
    assertThat(status.path("kind").asString("")).isEqualTo("Status");
    assertThat(status.path("message").asString("")).contains(why);
  }

  @Test
  void onlyPostIsUnderstood() throws Exception {
    HttpResponse<String> response = send("GET", BodyPublishers.noBody());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
  }

  @Test
  void theLargestConfigMapIsReadAndALargerBodyIsNot() throws Exception {
    String filler = "# " + "x".repeat(97) + "\n";
    ObjectNode large = review("UPDATE", policy(filler.repeat((1 << 20) / 100 - 10)));
    ((ObjectNode) large.path("request")).set("oldObject", large.at("/request/object"));
    assertThat(answer(large).path("allowed").asBoolean(false)).isTrue();

    byte[] tooLarge = new byte[ValidationEndpoint.LARGEST_BODY + 1];
    assertThat(send("POST", BodyPublishers.ofByteArray(tooLarge)).statusCode()).isEqualTo(413);
    HttpResponse<String> unannounced =
        send("POST", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(tooLarge)));
    assertThat(unannounced.statusCode()).isEqualTo(413);
    assertThat(endpoint.bytesHeld()).isZero();
  }

  @Test
  void thoseWhoSendAndDoNotFinishTakeBoundedRoomUntilTheyLeave() throws Exception {
    List<Socket> callers = new ArrayList<>();
    byte[] part = new byte[ValidationEndpoint.LARGEST_BODY - 1024];
    try {
      for (int i = 0; i < 4; i++) {
        Socket caller = new Socket(InetAddress.getLoopbackAddress(), port);
        callers.add(caller);
        caller
            .getOutputStream()
            .write(
                ("POST /validate HTTP/1.1\r\nHost: x\r\nContent-Length: "
                        + ValidationEndpoint.LARGEST_BODY
                        + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
        caller.getOutputStream().write(part);
      }
      eventually(() -> endpoint.bytesHeld() >= 2L * part.length);
      assertThat(endpoint.bytesHeld()).isLessThanOrEqualTo(2L * ValidationEndpoint.LARGEST_BODY);
      assertThat(post(review("CREATE", policy("# " + "x".repeat(9000))).toString()).statusCode())
          .isEqualTo(429);
    } finally {
      for (Socket caller : callers) {
        caller.close();
      }
    }
    eventually(() -> endpoint.bytesHeld() == 0);
    assertThat(answer(review("CREATE", policy(""))).path("allowed").asBoolean(false)).isTrue();
  }

  private static void eventually(BooleanSupplier holds) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!holds.getAsBoolean()) {
      assertThat(System.nanoTime()).as("not within 20 s").isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  @Test
  void thousandsOfProblemsMakeAShortAnswer() throws Exception {
    StringBuilder text = new StringBuilder(policy(""));
    for (int i = 0; i < 5_000; i++) {
      text.append("unknown").append(i).append(": 1\n");
    }
    JsonNode status = answer(review("CREATE", text.toString())).path("status");
    assertThat(status.at("/details/causes")).hasSize(21);
    assertThat(status.path("message").asString(""))
        .endsWith(" | and 4980 more")
        .hasSizeLessThan(5_000);
  }
}
