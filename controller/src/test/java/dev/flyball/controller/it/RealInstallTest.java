package dev.flyball.controller.it;

import static dev.flyball.controller.it.RealInstall.eventually;
import static dev.flyball.controller.it.RealInstall.succeed;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The manifest that people apply, at a real API server, and the controller under what it grants:
 * nothing that the controller does may be refused.
 */
@Timeout(240)
class RealInstallTest {
  @TempDir private static Path folder;

  private static RealInstall install;
  private static RealWorkloads shop;

  @BeforeAll
  static void install() throws IOException {
    install = RealInstall.startOrSkip(folder);
    shop = install.shop;
  }

  @AfterEach
  void stopReplicas() {
    install.stopReplicas();
  }

  @AfterAll
  static void uninstall() {
    if (install != null) {
      install.close();
    }
  }

  private static JsonNode status(String policy) {
    ConfigMap status = shop.configMap(policy + "-flyball-status");
    String text = status == null ? "{}" : status.getData().getOrDefault(policy, "{}");
    return JsonMapper.shared().readTree(text);
  }

  @Test
  void everyObjectIsTakenAndEveryExpressionIsUnderstood() throws IOException {
    String manifest = install.reachableManifest();
    assertThat(succeed(install.kubectl.apply(manifest, "--dry-run=server")).lines())
        .as("one line an object, and no warnings")
        .hasSize((int) manifest.lines().filter(line -> line.startsWith("kind: ")).count())
        .allMatch(line -> line.endsWith("(server dry run)"));
    RealPlanes.startControllerManagerOrSkip(
        install.plane, "validatingadmissionpolicy-status-controller");
    eventually("expressions are checked", () -> confinement().path("status").has("typeChecking"));
    assertThat(confinement().at("/status/typeChecking/expressionWarnings")).isEmpty();
  }

  private static JsonNode confinement() {
    return install.object(
        "admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", "flyball-confine-writes");
  }

  @Test
  void leadsAndScalesAndTellsOfIt() {
    InstalledReplica replica = install.start("alone");
    eventually("it leads", () -> install.leads(replica));
    shop.deployment("web");
    shop.cpu("web", 100);
    shop.policy("web", 1, 8);
    eventually("4 replicas for twice the target", () -> shop.replicas("web") == 4);
    eventually(
        "kubectl lists it",
        () ->
            install
                .kubectl
                .run("get", "scalers", "--namespace", "shop")
                .output()
                .lines()
                .anyMatch(line -> line.matches("web +Deployment/web +cpu: .* 1 +8 .*Active.*")));
    eventually("an Event tells of it", () -> !shop.events("web", "SuccessfulRescale").isEmpty());
    assertThat(succeed(install.kubectl.run("describe", "scaler", "web", "--namespace", "shop")))
        .containsPattern("Normal +SuccessfulRescale +\\S+ +flyball +New size: 4; reason: cpu");
    assertThat(succeed(install.kubectl.run("events", "--for", "scaler/web", "--namespace", "shop")))
        .contains("Scaler/web", "New size: 4");
    eventually("a status is kept", () -> status("web").has("lastScaleTime"));
    shop.cpu("web", 10);
    eventually("1 replica for a fifth of the target", () -> shop.replicas("web") == 1);
    assertThat(replica.terminate()).isZero();
    assertThat(install.answers())
        .contains("patch deployments/scale: 200", "create configmaps: 201", "create events: 201");
  }

  /** The second step of a ramp is due in half an hour, whoever looks at it by then. */
  @Test
  void aRestartInTheMiddleOfARampRepeatsNothing() {
    InstalledReplica first = install.start("first");
    eventually("it leads", () -> install.leads(first));
    shop.deployment("ramp");
    shop.cpu("ramp", 100);
    shop.policy("ramp", 1, 8, "{type: Pods, value: 1, periodSeconds: 1800}");
    eventually("the first step", () -> shop.replicas("ramp") == 3);
    assertThat(first.terminate()).isZero();
    String scaled = status("ramp").path("lastScaleTime").asString("");
    assertThat(scaled).isNotEmpty();

    InstalledReplica second = install.start("second");
    eventually("it leads", () -> install.leads(second));
    eventually("it has decided", () -> decided(second, "ramp").contains("ScaleUpLimit"));
    assertThat(shop.replicas("ramp")).isEqualTo(3);
    assertThat(status("ramp").path("lastScaleTime").asString("")).isEqualTo(scaled);
  }

  private static String decided(InstalledReplica replica, String policy) {
    String report = replica.get("/api/v1/policies/shop/" + policy + "/" + policy);
    return report.isEmpty()
        ? ""
        : JsonMapper.shared().readTree(report).path("explanation").toString();
  }

  @Test
  void leadershipIsHandedOver() {
    InstalledReplica one = install.start("one");
    eventually("it leads", () -> install.leads(one));
    InstalledReplica two = install.start("two");
    eventually("the other is ready", () -> two.get("/readyz").equals("ok"));
    shop.deployment("handed");
    shop.cpu("handed", 100);
    shop.policy("handed", 1, 8);
    eventually("one scales", () -> shop.replicas("handed") == 4);
    assertThat(install.leads(one)).isTrue();

    assertThat(one.terminate()).isZero();
    eventually("the other leads", () -> install.leads(two));
    shop.cpu("handed", 10);
    eventually("two scales", () -> shop.replicas("handed") == 1);
  }

  /** Whoever applies the manifest again must not cut the API server off from the controller. */
  @Test
  void applyingAgainLeavesTheAuthorityOfTheController() throws IOException {
    InstalledReplica replica = install.start("applied");
    eventually("the API server trusts it", RealInstallTest::trusted);
    String manifest =
        install
            .reachableManifest()
            .replace("groupPriorityMinimum: 100", "groupPriorityMinimum: 101")
            .replace("timeoutSeconds: 3", "timeoutSeconds: 4");
    succeed(install.kubectl.apply(manifest));
    assertThat(trusted()).isTrue();
    assertThat(apiService().at("/spec/groupPriorityMinimum").asInt(0)).isEqualTo(101);
    assertThat(webhooks().at("/webhooks/1/timeoutSeconds").asInt(0)).isEqualTo(4);
    succeed(
        install.kubectl.apply(install.reachableManifest(), "--server-side", "--force-conflicts"));
    assertThat(trusted()).as("as another manager of fields").isTrue();
    assertThat(webhooks().at("/webhooks/1/timeoutSeconds").asInt(0)).isEqualTo(3);
    assertThat(replica.log()).doesNotContain("could not be told whom to trust");
  }

  private static boolean trusted() {
    JsonNode webhooks = webhooks();
    return apiService().path("spec").has("caBundle")
        && webhooks.at("/webhooks/0/clientConfig").has("caBundle")
        && webhooks.at("/webhooks/1/clientConfig").has("caBundle");
  }

  private static JsonNode webhooks() {
    return install.object(
        "admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "flyball");
  }

  private static JsonNode apiService() {
    return install.object(
        "apiregistration.k8s.io/v1", "APIService", "v1beta1.external.metrics.k8s.io");
  }
}
