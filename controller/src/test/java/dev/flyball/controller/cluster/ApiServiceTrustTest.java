package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class ApiServiceTrustTest {
  private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";
  private static final String CUSTOM = "v1beta1.custom.metrics.k8s.io";
  private static final String SCALERS = "v1alpha1.flyball.dev";
  private static final String CUSTOM2 = "v1beta2.custom.metrics.k8s.io";

  private TestingTrust testing;
  private ApiServiceTrust trust;

  @BeforeEach
  void start() {
    testing = new TestingTrust();
    trust = new ApiServiceTrust(testing.api, TestingTrust.NAMESPACE, "flyball");
  }

  @AfterEach
  void stop() {
    testing.close();
  }

  private void apiService(String name, String more) {
    testing.cluster.apply(
        """
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: %s}
        spec:
          group: %s
          version: %s
          groupPriorityMinimum: 100
          versionPriority: 100
        %s
        """
            .formatted(
                name,
                name.substring(name.indexOf('.') + 1),
                name.substring(0, name.indexOf('.')),
                more.indent(2)));
  }

  private ObjectNode spec(String name) {
    return (ObjectNode)
        testing
            .object(testing.type("apiregistration.k8s.io", "v1", "apiservices"), "", name)
            .tree()
            .path("spec");
  }

  private Map<String, TrustOutcome> publish(String authorities) {
    return TestingTrust.await(trust.publish(authorities));
  }

  @Test
  void ownApiServicesAreKeptInStepAndOthersStayAsTheyAre() {
    apiService(
        EXTERNAL,
        "service: {name: flyball, namespace: flyball-system, port: 443}\ninsecureSkipTLSVerify: true");
    apiService(
        CUSTOM, "service: {name: prometheus-adapter, namespace: monitoring}\ncaBundle: YQ==");

    assertThat(publish("new"))
        .isEqualTo(
            Map.of(
                EXTERNAL, new TrustOutcome.InStep(),
                CUSTOM, new TrustOutcome.Foreign("monitoring/prometheus-adapter"),
                CUSTOM2, new TrustOutcome.Absent(),
                SCALERS, new TrustOutcome.Absent()));
    assertThat(spec(EXTERNAL).path("caBundle").asString("")).isEqualTo("bmV3");
    assertThat(spec(EXTERNAL).has("insecureSkipTLSVerify")).isFalse();
    assertThat(spec(EXTERNAL).path("service").path("port").asInt(0)).isEqualTo(443);
    assertThat(spec(CUSTOM).path("caBundle").asString("")).isEqualTo("YQ==");

    testing.cluster.requests().reset();
    assertThat(publish("new")).containsEntry(EXTERNAL, new TrustOutcome.InStep());
    assertThat(testing.cluster.requests().requests("patch", "apiservices"))
        .as("nothing is written where nothing changes")
        .isZero();
    assertThat(publish("newer")).containsEntry(EXTERNAL, new TrustOutcome.InStep());
    assertThat(spec(EXTERNAL).path("caBundle").asString("")).isEqualTo("bmV3ZXI=");
  }

  @Test
  void aServiceOfTheSameNameElsewhereIsSomebodyElses() {
    apiService(EXTERNAL, "service: {name: flyball, namespace: other}");
    assertThat(publish("new")).containsEntry(EXTERNAL, new TrustOutcome.Foreign("other/flyball"));
    assertThat(spec(EXTERNAL).has("caBundle")).isFalse();
  }

  @Test
  void anApiServiceOfTheApiServerItselfIsSomebodyElses() {
    apiService(EXTERNAL, "");
    assertThat(publish("new")).containsEntry(EXTERNAL, new TrustOutcome.Foreign("/"));
  }

  @Test
  void oneThatMovedOverIsTakenUpAtTheNextTime() {
    apiService(EXTERNAL, "service: {name: keda, namespace: keda}");
    assertThat(publish("new")).containsEntry(EXTERNAL, new TrustOutcome.Foreign("keda/keda"));
    assertThat(
            TestingTrust.await(
                    testing.api.mergePatch(
                        "/apis/apiregistration.k8s.io/v1/apiservices/" + EXTERNAL,
                        "{\"spec\":{\"service\":{\"name\":\"flyball\",\"namespace\":\"flyball-system\"}}}"))
                .ok())
        .isTrue();
    assertThat(publish("new")).containsEntry(EXTERNAL, new TrustOutcome.InStep());
  }

  @Test
  void aRefusalIsAnOutcome() {
    apiService(EXTERNAL, "service: {name: flyball, namespace: flyball-system}");
    testing
        .cluster
        .faults()
        .fail(call -> call.verb().equals("patch") && call.path().contains("external"), 403, 1);
    testing
        .cluster
        .faults()
        .fail(call -> call.verb().equals("get") && call.path().endsWith(CUSTOM), 403, 1);
    assertThat(publish("new"))
        .containsEntry(
            EXTERNAL,
            new TrustOutcome.Failed(
                "writing it was answered with HTTP 403; Flyball's ClusterRole needs get and patch of"
                    + " apiservices"))
        .containsEntry(
            CUSTOM,
            new TrustOutcome.Failed(
                "reading it was answered with HTTP 403; Flyball's ClusterRole needs get and patch of"
                    + " apiservices"));
    assertThat(publish("new")).as("later").containsEntry(EXTERNAL, new TrustOutcome.InStep());
  }
}
