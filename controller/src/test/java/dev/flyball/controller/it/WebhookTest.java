package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The webhook of a whole controller, over TLS, asked as the API server asks. */
class WebhookTest {
  private static final String POLICY =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 3
      """;

  private final Vertx vertx = Vertx.vertx();
  private final HttpClient http =
      vertx.createHttpClient(
          new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
  private TestingController it;
  private int status;

  @BeforeEach
  void build() {
    it = new TestingController(Minicluster.builder()).withWebhook();
    it.cluster.apply(
        """
        apiVersion: admissionregistration.k8s.io/v1
        kind: ValidatingWebhookConfiguration
        metadata: {name: flyball}
        webhooks:
        - name: policies.flyball.dev
          clientConfig: {service: {name: flyball, namespace: flyball-system, path: /validate}}
        """);
    it.deployment("web", 1);
    it.start();
    it.eventually("it listens", () -> it.controller().metricsApiPort() > 0);
  }

  @AfterEach
  void close() {
    it.close();
    TestingController.await(vertx.close());
  }

  private JsonNode send(HttpMethod method, String path, String body) {
    Buffer answer =
        TestingController.await(
            http.request(method, it.controller().metricsApiPort(), "127.0.0.1", path)
                .compose(
                    request ->
                        // Asked for at once, on the event loop: a body that has come and gone is
                        // empty.
                        request
                            .send(Buffer.buffer(body))
                            .compose(
                                response -> {
                                  status = response.statusCode();
                                  return response.body();
                                })));
    return JsonMapper.shared().readTree(answer.getBytes());
  }

  private JsonNode validate(String name, String text) {
    var review = JsonMapper.shared().createObjectNode();
    review.put("apiVersion", "admission.k8s.io/v1").put("kind", "AdmissionReview");
    var request = review.putObject("request");
    request.put("uid", "1").put("operation", "CREATE").put("namespace", "shop");
    request.putObject("kind").put("kind", "ConfigMap");
    var object = request.putObject("object");
    var metadata = object.putObject("metadata").put("name", name);
    metadata.putObject("labels").put("flyball.dev/type", "policy");
    object.putObject("data").put("web", text);
    return send(HttpMethod.POST, "/validate?timeout=3s", review.toString()).path("response");
  }

  @Test
  void whoHasNoCertificateIsAnsweredThereAndNowhereElse() {
    JsonNode response = validate("web", POLICY + "minReplicas: 9\n");
    assertThat(status).isEqualTo(200);
    assertThat(response.path("allowed").asBoolean(true)).isFalse();
    assertThat(response.at("/status/message").asString(""))
        .isEqualTo(
            "shop/web[web]:3: minReplicas: 9 is more than maxReplicas 3; lower it to 3 or less");
    assertThat(validate("web", POLICY).path("allowed").asBoolean(false)).isTrue();
    send(HttpMethod.POST, "/validate/more", "{}");
    assertThat(status).isEqualTo(401);
    send(HttpMethod.GET, "/apis/external.metrics.k8s.io/v1beta1", "");
    assertThat(status).isEqualTo(401);
  }

  @Test
  void policiesAndNativeHpasOfTheSameTargetAreNamed() {
    it.policy("first", POLICY);
    it.cluster.apply(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: native, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 3
        """);
    String warning =
        "Deployment/shop/web is scaled by policy shop/second/web and by policy shop/first/first and"
            + " by HorizontalPodAutoscaler shop/native; it is left alone until only one of them is"
            + " left";
    it.eventually(
        "the loop knows both",
        () -> validate("second", POLICY).at("/warnings/0").asString("").equals(warning));
    assertThat(validate("second", POLICY).path("allowed").asBoolean(false)).isTrue();
  }

  @Test
  void theApiServerIsToldWhomToTrust() {
    var type =
        it.cluster
            .objects()
            .catalog()
            .find("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations")
            .orElseThrow();
    assertThat(
            it.cluster
                .objects()
                .get(type, "", "flyball")
                .tree()
                .at("/webhooks/0/clientConfig/caBundle")
                .asString(""))
        .isNotEmpty();
  }
}
