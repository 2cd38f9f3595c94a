package dev.flyball.controller.it;

import static dev.flyball.controller.it.RealInstall.eventually;
import static dev.flyball.controller.it.RealInstall.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.controller.it.Kubectl.Result;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real API server asks the installed webhook, and does without where it is down. */
@Timeout(240)
class RealWebhookTest {
  private static final String GOOD =
      "scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\nmaxReplicas: 3\n";
  private static final String BAD = GOOD + "minReplicas: 9\n";

  @TempDir private static Path folder;

  private static RealInstall install;

  @BeforeAll
  static void install() throws IOException {
    install = RealInstall.startOrSkip(folder);
    // From before the webhook, or from a time when it was down.
    succeed(install.kubectl.apply(policy("old", BAD)));
    InstalledReplica replica = install.start("webhook");
    eventually("it is asked", () -> !dryRun(policy("probe", BAD)).ok());
    eventually("the cluster is read", () -> replica.get("/readyz").equals("ok"));
  }

  @AfterAll
  static void uninstall() {
    if (install != null) {
      install.stopReplicas();
      install.close();
    }
  }

  private static String configMap(
      String namespace, String name, String type, String key, String text) {
    return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s, labels: {flyball.dev/type: %s}}
        data:
          %s: |
        %s
        """
        .formatted(name, namespace, type, key, text.indent(4));
  }

  private static String policy(String name, String text) {
    return configMap("shop", name, "policy", name, text);
  }

  private static String settings(String text) {
    return configMap(RealInstall.SYSTEM, "flyball-settings", "settings", "settings.yaml", text);
  }

  private static Result dryRun(String manifest) {
    return install.kubectl.apply(manifest, "--dry-run=server");
  }

  @Test
  void kubectlIsToldKeyLineFieldAndRemedy() {
    Result refused = install.kubectl.apply(policy("web", BAD));
    System.out.println(refused.output());
    assertThat(refused.exitCode()).isOne();
    assertThat(refused.output())
        .contains("data[web].minReplicas: line 3: 9 is more than maxReplicas 3; lower it to 3 or");
    assertThat(install.shop.configMap("web")).isNull();
  }

  @Test
  void otherClientsAreToldTheSameInTheMessage() {
    assertThatThrownBy(() -> install.client.resource(policy("web", BAD)).create())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(422))
        .hasMessageContaining("policies.flyball.dev")
        .hasMessageContaining("shop/web[web]:3: minReplicas: 9 is more than maxReplicas 3");
  }

  /** As large as a ConfigMap can be, and read before the API server gives up. */
  @Test
  void aLargePolicyIsReadInTime() {
    String filler = "# " + "x".repeat(97) + "\n";
    String large = GOOD + filler.repeat(10_000) + "minReplicas: 9\n";
    assertThatThrownBy(() -> install.client.resource(policy("large", large)).create())
        .hasMessageContaining("shop/large[large]:10003: minReplicas: 9 is more than maxReplicas 3");
  }

  @Test
  void aGoodPolicyIsTakenAndItsRivalsAreNamed() {
    install.shop.deployment("rivals");
    String text = GOOD.replace("web", "rivals");
    assertThat(succeed(install.kubectl.apply(policy("rival-1", text)))).doesNotContain("Warning");
    String warning = "is scaled by policy shop/rival-2/rival-2 and by policy shop/rival-1/rival-1";
    eventually(
        "the controller knows the first one",
        () -> succeed(dryRun(policy("rival-2", text))).contains(warning));
  }

  @Test
  void badSettingsAreRefusedAndGoodOnesTaken() {
    Result refused = install.kubectl.apply(settings("syncPeriod: 15\n"));
    assertThat(refused.exitCode()).isOne();
    assertThat(refused.output()).contains("data[settings.yaml].syncPeriod: line 1: ");
    succeed(install.kubectl.apply(settings(RealWorkloads.QUICK + "tolerance: 0.2\n")));
    // The same text under another name, or in another namespace, says nothing.
    succeed(
        dryRun(
            configMap(
                "shop", "flyball-settings", "settings", "settings.yaml", "syncPeriod: 15\n")));
  }

  @Test
  void aBadOneThatIsThereCanBeLabelledAndDeletedAndPutRight() {
    succeed(install.kubectl.run("-n", "shop", "label", "configmap", "old", "team=shop"));
    succeed(
        install.kubectl.run(
            "-n",
            "shop",
            "patch",
            "configmap",
            "old",
            "--type=merge",
            "--patch={\"metadata\":{\"finalizers\":[\"example.org/test\"]}}"));
    succeed(install.kubectl.run("-n", "shop", "delete", "configmap", "old", "--wait=false"));
    succeed(
        install.kubectl.run(
            "-n",
            "shop",
            "patch",
            "configmap",
            "old",
            "--type=merge",
            "--patch={\"metadata\":{\"finalizers\":null}}"));
    assertThat(install.shop.configMap("old")).isNull();
  }

  /** Last in the life of the replica; it begins anew for whoever comes after it. */
  @Test
  void everythingPassesWhileItIsDown() throws IOException {
    install.stopReplicas();
    succeed(install.kubectl.apply(policy("unchecked", BAD)));
    succeed(install.kubectl.run("-n", "shop", "delete", "configmap", "unchecked"));
    install.start("again");
    eventually("it is asked again", () -> !dryRun(policy("probe", BAD)).ok());
  }
}
