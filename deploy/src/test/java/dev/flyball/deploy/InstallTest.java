package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.DryRun;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.real.RealPrograms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The chart and the plain manifest meet a cluster that others use too. */
class InstallTest {
  private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

  private TestingHelm helm;

  @BeforeEach
  void start() {
    helm = new TestingHelm();
  }

  @AfterEach
  void stop() {
    helm.close();
  }

  @Test
  void installs() {
    Release release = install().call();
    assertThat(release.getStatus()).isEqualTo("pending-install");
    assertThat(release.getOutput())
        .contains("kubectl -n flyball-system rollout status deployment/flyball")
        .contains("kubectl get apiservice " + EXTERNAL)
        .contains("No image is published yet");
  }

  @Test
  void whatIsThereAlreadyIsOurs() {
    Manifest.parse(TestingHelm.read(TestingHelm.DEPLOY.resolve("flyball.yaml")))
        .objects()
        .forEach(object -> helm.cluster.apply((ObjectNode) object));
    assertThat(helm.render("logLevel: DEBUG").all("APIService")).hasSize(4);
  }

  @Test
  void applyingAgainLeavesTheCertificateAuthorityOfTheController() throws Exception {
    List<Path> kubectl = RealPrograms.ofThisMachine().find("kubectl").orElse(List.of());
    assumeTrue(!kubectl.isEmpty(), "kubectl is not there");
    String manifest = TestingHelm.read(TestingHelm.DEPLOY.resolve("flyball.yaml"));
    apply(kubectl.getFirst(), manifest);
    // As the controller does once it has made its certificate.
    ObjectNode api = apiService(EXTERNAL);
    ((ObjectNode) api.path("spec")).put("caBundle", "Y2E=");
    helm.cluster.apply(api);

    apply(
        kubectl.getFirst(),
        manifest.replace("groupPriorityMinimum: 100", "groupPriorityMinimum: 101"));
    JsonNode spec = apiService(EXTERNAL).path("spec");
    assertThat(spec.path("groupPriorityMinimum").asInt()).isEqualTo(101);
    assertThat(spec.path("caBundle").asString("")).isEqualTo("Y2E=");
    assertThat(spec.path("insecureSkipTLSVerify").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "v1beta1, external.metrics.k8s.io, apiServices.external.enabled",
    "v1beta1, custom.metrics.k8s.io, apiServices.custom.enabled",
    "v1beta2, custom.metrics.k8s.io, apiServices.custom.enabled",
    "v1alpha1, flyball.dev, apiServices.scalers.enabled"
  })
  void anApiServiceOfSomebodyElseIsNotTakenOver(String version, String group, String value) {
    foreign(version, group, "service: {name: keda-metrics, namespace: keda, port: 443}");
    String name = version + "." + group;
    assertThatThrownBy(() -> install().call())
        .hasMessageContaining("APIService " + name + " belongs to service keda/keda-metrics")
        .hasMessageContaining("--set " + value + "=false");
    assertThat(apiService(name).at("/spec/service/name").asString()).isEqualTo("keda-metrics");

    assertThat(install().set(value, false).call().getStatus()).isEqualTo("pending-install");
  }

  @Test
  void anApiOfTheApiServerItselfIsNotTakenOver() {
    foreign("v1beta1", "external.metrics.k8s.io", "caBundle: null");
    assertThatThrownBy(() -> install().call())
        .hasMessageContaining("belongs to the API server itself");
  }

  /** All that Helm does at the cluster before it creates the first object. */
  private InstallCommand install() {
    return new Helm(TestingHelm.CHART)
        .install()
        .withName(TestingHelm.RELEASE)
        .withNamespace(TestingHelm.NAMESPACE)
        .withKubeVersion(TestingHelm.KUBERNETES)
        .withKubeConfigContents(helm.cluster.kubeconfig())
        .dryRun()
        .withDryRunOption(DryRun.SERVER)
        .disableOpenApiValidation();
  }

  private static void apply(Path kubectl, String manifest) throws Exception {
    Path file = TestingHelm.temporary("manifest", ".yaml");
    TestingHelm.write(file, manifest);
    Process process =
        new ProcessBuilder(kubectl.toString(), "apply", "--filename", file.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
  }

  private void foreign(String version, String group, String owner) {
    helm.cluster.apply(
        """
        apiVersion: apiregistration.k8s.io/v1
        kind: APIService
        metadata: {name: %1$s.%2$s}
        spec:
          group: %2$s
          version: %1$s
          groupPriorityMinimum: 100
          versionPriority: 100
          %3$s
        """
            .formatted(version, group, owner));
  }

  private ObjectNode apiService(String name) {
    ResourceType type =
        helm.cluster
            .objects()
            .catalog()
            .find("apiregistration.k8s.io", "v1", "apiservices")
            .orElseThrow();
    return helm.cluster.objects().get(type, "", name).tree();
  }
}
