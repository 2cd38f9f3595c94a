package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class WebhookTrustTest {
  private TestingTrust testing;
  private WebhookTrust trust;

  @BeforeEach
  void start() {
    testing = new TestingTrust();
    trust = new WebhookTrust(testing.api, TestingTrust.NAMESPACE, "flyball", "flyball");
  }

  @AfterEach
  void stop() {
    testing.close();
  }

  private void configuration(String... clients) {
    StringBuilder text =
        new StringBuilder(
            """
            apiVersion: admissionregistration.k8s.io/v1
            kind: ValidatingWebhookConfiguration
            metadata: {name: flyball}
            webhooks:
            """);
    for (int i = 0; i < clients.length; i++) {
      text.append("- name: w%d.flyball.dev\n  timeoutSeconds: 3\n".formatted(i));
      text.append("  clientConfig: ").append(clients[i]).append('\n');
    }
    testing.cluster.apply(text.toString());
  }

  private JsonNode webhooks() {
    return testing
        .object(
            testing.type("admissionregistration.k8s.io", "v1", "validatingwebhookconfigurations"),
            "",
            "flyball")
        .tree()
        .path("webhooks");
  }

  private TrustOutcome publish(String authorities) {
    return TestingTrust.await(trust.publish(authorities));
  }

  private static String service(String namespace, String name) {
    return "{service: {namespace: " + namespace + ", name: " + name + ", path: /validate}}";
  }

  @Test
  void ownWebhooksAreKeptInStepAndOthersStayAsTheyAre() {
    configuration(
        service("flyball-system", "flyball"),
        service("other", "flyball"),
        "{url: 'https://example.org', caBundle: YQ==}");
    assertThat(publish("new")).isEqualTo(new TrustOutcome.InStep());
    assertThat(webhooks()).hasSize(3);
    assertThat(webhooks().at("/0/clientConfig/caBundle").asString("")).isEqualTo("bmV3");
    assertThat(webhooks().at("/0/clientConfig/service/path").asString("")).isEqualTo("/validate");
    assertThat(webhooks().at("/0/timeoutSeconds").asInt(0)).isEqualTo(3);
    assertThat(webhooks().at("/1/clientConfig").has("caBundle")).isFalse();
    assertThat(webhooks().at("/2/clientConfig/caBundle").asString("")).isEqualTo("YQ==");

    testing.cluster.requests().reset();
    assertThat(publish("new")).isEqualTo(new TrustOutcome.InStep());
    assertThat(testing.cluster.requests().requests("patch", "validatingwebhookconfigurations"))
        .as("nothing is written where nothing changes")
        .isZero();
  }

  @Test
  void oneOfSomebodyElseIsLeftAlone() {
    configuration(service("other", "flyball"));
    assertThat(publish("new")).isEqualTo(new TrustOutcome.Foreign("other/flyball"));
    assertThat(webhooks().at("/0/clientConfig").has("caBundle")).isFalse();
  }

  @Test
  void noneIsNoFault() {
    assertThat(publish("new")).isEqualTo(new TrustOutcome.Absent());
  }

  @Test
  void aRefusalIsAnOutcome() {
    configuration(service("flyball-system", "flyball"));
    testing.cluster.faults().fail(call -> call.verb().equals("patch"), 403, 1);
    assertThat(publish("new"))
        .isEqualTo(
            new TrustOutcome.Failed(
                "writing it was answered with HTTP 403; Flyball's ClusterRole needs get and patch of"
                    + " validatingwebhookconfigurations"));
    assertThat(publish("new")).as("later").isEqualTo(new TrustOutcome.InStep());
  }
}
