package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/** What the chart renders, with several sets of values. */
class ChartTest {
  private static TestingHelm helm;

  @BeforeAll
  static void start() {
    helm = new TestingHelm();
  }

  @AfterAll
  static void stop() {
    helm.close();
  }

  @ParameterizedTest
  @EnumSource
  void lints(ValueSet set) {
    var result = helm.lint(set.values);
    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).allSatisfy(line -> assertThat(line).contains("icon"));
  }

  @ParameterizedTest
  @EnumSource
  void objectsAreThoseOfTheApi(ValueSet set) {
    Manifest manifest = helm.render(set);
    assertThat(manifest.objects()).hasSizeGreaterThan(6);
    assertThat(manifest.names()).doesNotHaveDuplicates();
    assertThat(manifest.objects())
        .allSatisfy(
            object -> {
              assertThat(Manifest.strict(object)).as(Manifest.name(object)).isNotNull();
              assertThat(object.at("/metadata/labels/app.kubernetes.io~1name").asString(""))
                  .as(Manifest.name(object))
                  .isEqualTo("flyball");
            });
  }

  @ParameterizedTest
  @EnumSource
  void podsAreRestricted(ValueSet set) {
    PodSpec pod = pod(helm.render(set));
    assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
    assertThat(pod.getSecurityContext().getRunAsUser()).isPositive();
    assertThat(pod.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    assertThat(pod.getHostNetwork()).isNull();
    assertThat(pod.getContainers())
        .singleElement()
        .satisfies(
            container -> {
              var security = container.getSecurityContext();
              assertThat(security.getAllowPrivilegeEscalation()).isFalse();
              assertThat(security.getReadOnlyRootFilesystem()).isTrue();
              assertThat(security.getPrivileged()).isNull();
              assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
              assertThat(security.getCapabilities().getAdd()).isEmpty();
              assertThat(container.getVolumeMounts())
                  .anyMatch(m -> m.getMountPath().equals("/tmp"));
            });
  }

  @ParameterizedTest
  @EnumSource
  void podsAreProbedAndBounded(ValueSet set) {
    Container container = pod(helm.render(set)).getContainers().getFirst();
    assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo("/livez");
    assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo("/livez");
    assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo("/readyz");
    assertThat(List.of(container.getStartupProbe(), container.getReadinessProbe()))
        .allSatisfy(
            probe -> assertThat(probe.getHttpGet().getPort().getStrVal()).isEqualTo("http"));
    assertThat(container.getResources().getRequests())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("cpu", Quantity.parse("50m"), "memory", Quantity.parse("128Mi")));
    assertThat(container.getResources().getLimits())
        .containsExactlyEntriesOf(Map.of("memory", Quantity.parse("256Mi")));
  }

  @ParameterizedTest
  @EnumSource
  void selectorsMatchThePods(ValueSet set) {
    Manifest manifest = helm.render(set);
    JsonNode labels = manifest.one("Deployment").at("/spec/template/metadata/labels");
    for (JsonNode object : manifest.objects()) {
      JsonNode selector =
          switch (object.path("kind").asString("")) {
            case "Deployment", "PodDisruptionBudget", "PodMonitor" ->
                object.at("/spec/selector/matchLabels");
            case "Service" -> object.at("/spec/selector");
            case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
            default -> TestingHelm.YAML.createObjectNode().put("app.kubernetes.io/name", "flyball");
          };
      assertThat(selector.properties()).as(Manifest.name(object)).isNotEmpty();
      assertThat(labels.properties())
          .as(Manifest.name(object))
          .containsAll(List.copyOf(selector.properties()));
    }
  }

  @Test
  void runsOnArm64UnlessToldOtherwise() {
    assertThat(pod(helm.render(ValueSet.DEFAULTS)).getNodeSelector())
        .containsExactly(Map.entry("kubernetes.io/arch", "arm64"));
    PodSpec mixed = pod(helm.render(ValueSet.MIXED_CLUSTER));
    assertThat(mixed.getNodeSelector()).isEmpty();
    assertThat(mixed.getTolerations()).hasSize(1);
    assertThat(mixed.getAffinity().getNodeAffinity()).isNotNull();
  }

  @Test
  void aLoneReplicaIsGoneBeforeItsSuccessorComes() {
    JsonNode alone = helm.render("{replicas: 1}").one("Deployment").path("spec");
    assertThat(alone.at("/strategy/type").asString()).isEqualTo("Recreate");
    JsonNode two = helm.render("{replicas: 2}").one("Deployment").path("spec");
    assertThat(two.at("/strategy/type").asString()).isEqualTo("RollingUpdate");
    assertThat(two.path("replicas").asInt()).isEqualTo(2);
  }

  @Test
  void aDrainIsNeverBlocked() {
    JsonNode budget = helm.render(ValueSet.DEFAULTS).one("PodDisruptionBudget").path("spec");
    assertThat(budget.path("maxUnavailable").asInt()).isEqualTo(1);
    assertThat(budget.has("minAvailable")).isFalse();
  }

  @Test
  void portsOfServicePodAndNetworkPolicyAgree() {
    Manifest manifest = helm.render(ValueSet.DEFAULTS);
    JsonNode container = manifest.one("Deployment").at("/spec/template/spec/containers/0");
    assertThat(container.path("ports").findValuesAsString("name"))
        .containsExactlyInAnyOrderElementsOf(
            manifest.one("Service").at("/spec/ports").findValuesAsString("targetPort"));
    assertThat(container.path("ports").findValuesAsString("containerPort"))
        .containsExactlyInAnyOrderElementsOf(
            manifest.one("NetworkPolicy").at("/spec/ingress").findValuesAsString("port"));
    assertThat(manifest.all("APIService"))
        .hasSize(4)
        .allSatisfy(
            api -> {
              assertThat(api.at("/spec/service/name").asString()).isEqualTo("flyball");
              assertThat(api.at("/spec/service/namespace").asString()).isEqualTo("flyball-system");
              assertThat(api.at("/spec/service/port").asInt()).isEqualTo(443);
              assertThat(api.at("/spec/insecureSkipTLSVerify").asBoolean(true)).isFalse();
              assertThat(api.path("spec").has("caBundle")).isFalse();
            });
  }

  @Test
  void eachApiCanBeLeftOut() {
    assertThat(helm.render("apiServices: {external: {enabled: false}}").names())
        .contains("APIService v1beta2.custom.metrics.k8s.io")
        .doesNotContain("APIService v1beta1.external.metrics.k8s.io");
    assertThat(helm.render("apiServices: {custom: {enabled: false}}").names())
        .contains("APIService v1beta1.external.metrics.k8s.io")
        .noneMatch(name -> name.endsWith("custom.metrics.k8s.io"));
    assertThat(helm.render("apiServices: {scalers: {enabled: false}}").names())
        .contains("APIService v1beta1.external.metrics.k8s.io")
        .doesNotContain("APIService v1alpha1.flyball.dev");
    Manifest without = helm.render("{metricsApi: {enabled: false}, webhook: {enabled: false}}");
    assertThat(without.all("APIService")).isEmpty();
    assertThat(without.one("Service").at("/spec/ports")).hasSize(1);
  }

  /** What keeps a Flyball that is down, slow or not asked for from being in anybody's way. */
  @Test
  void theWebhookIsAskedForPoliciesAndSettingsAloneAndHoldsUpNothing() {
    JsonNode webhooks =
        helm.render(ValueSet.WEBHOOK_ALONE).one("ValidatingWebhookConfiguration").path("webhooks");
    assertThat(webhooks).hasSize(2);
    assertThat(webhooks)
        .allSatisfy(
            webhook -> {
              assertThat(webhook.path("failurePolicy").asString()).isEqualTo("Ignore");
              assertThat(webhook.path("timeoutSeconds").asInt()).isEqualTo(3);
              assertThat(webhook.path("sideEffects").asString()).isEqualTo("None");
              assertThat(webhook.at("/clientConfig/service/name").asString()).isEqualTo("flyball");
              assertThat(webhook.path("clientConfig").has("caBundle")).isFalse();
              assertThat(webhook.at("/rules/0/resources/0").asString()).isEqualTo("configmaps");
              assertThat(webhook.at("/rules/0/operations")).hasSize(2);
            });
    assertThat(webhooks.at("/0/objectSelector/matchLabels").toString())
        .isEqualTo("{\"flyball.dev/type\":\"policy\"}");
    assertThat(webhooks.at("/1/namespaceSelector/matchLabels").toString())
        .isEqualTo("{\"kubernetes.io/metadata.name\":\"flyball-system\"}");
    assertThat(webhooks.at("/1/matchConditions/0/expression").asString())
        .isEqualTo("request.name == 'flyball-settings'");
  }

  @Test
  void theWebhookIsServedWithoutTheMetricsApisToo() {
    Manifest manifest = helm.render(ValueSet.WEBHOOK_ALONE);
    assertThat(manifest.one("Service").at("/spec/ports")).hasSize(2);
    assertThat(manifest.one("NetworkPolicy").at("/spec/ingress")).hasSize(2);
    assertThat(manifest.one("Role").toString()).contains("flyball-serving");
    assertThat(manifest.one("ClusterRole", "flyball").toString())
        .contains("validatingwebhookconfigurations")
        .doesNotContain("apiservices", "tokenreviews");
    assertThat(manifest.one("Deployment").at("/spec/template/spec/containers/0/args").toString())
        .contains("--no-metrics-api", "--webhook=flyball", "--metrics-api-port=6443");
    assertThat(helm.render(ValueSet.LEAST).all("ValidatingWebhookConfiguration")).isEmpty();
  }

  @Test
  void moreJvmOptionsComeAfterThoseOfTheImage() {
    JsonNode container =
        helm.render("javaOptions: [-Xmx96m, -XX:+UseG1GC]")
            .one("Deployment")
            .at("/spec/template/spec/containers/0");
    assertThat(container.path("command").valueStream().map(JsonNode::asString))
        .containsExactly(
            "/opt/java/bin/java", "@/app/jvm.flags", "-Xmx96m", "-XX:+UseG1GC", "@/app/launch");
    assertThat(
            helm.render(ValueSet.DEFAULTS)
                .one("Deployment")
                .at("/spec/template/spec/containers/0/command"))
        .isEmpty();
  }

  private static PodSpec pod(Manifest manifest) {
    return Manifest.strict(manifest.one("Deployment"), Deployment.class)
        .getSpec()
        .getTemplate()
        .getSpec();
  }
}
