package dev.flyball.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.Release;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Helm with the chart at a real API server: what docs/install.md says of it. */
@Timeout(120)
class RealHelmTest {
  private static final String EXTERNAL = "v1beta1.external.metrics.k8s.io";

  @TempDir private Path folder;

  private RealControlPlane plane;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    Optional<RealControlPlane> started = RealControlPlane.start(folder);
    assumeTrue(started.isPresent(), "no kube-apiserver and etcd on this machine");
    plane = started.orElseThrow();
    client = plane.client();
  }

  @AfterEach
  void stop() {
    if (plane != null) {
      client.close();
      plane.close();
    }
  }

  @Test
  void installsUpgradesAndUninstalls() {
    assertThat(install().set("image.repository", "registry.example/flyball").call().getStatus())
        .isEqualTo("deployed");
    assertThat(deployment().getSpec().getReplicas()).isEqualTo(2);
    assertThat(image()).startsWith("registry.example/flyball:");
    assertThat(owned()).contains("Deployment flyball", "APIService " + EXTERNAL);
    trust("Y2E=");

    assertThat(upgrade().getStatus()).isEqualTo("deployed");
    assertThat(deployment().getSpec().getReplicas()).isEqualTo(3);
    assertThat(image()).as("a value of the install").startsWith("registry.example/flyball:");
    assertThat(authority()).as("what the controller wrote").isEqualTo("Y2E=");

    client.secrets().inNamespace(TestingHelm.NAMESPACE).resource(serving()).create();
    Helm.uninstall(TestingHelm.RELEASE)
        .withNamespace(TestingHelm.NAMESPACE)
        .withKubeConfigContents(plane.adminKubeconfig())
        .call();
    assertThat(owned()).as("left of the release").isEmpty();
    assertThat(client.secrets().inNamespace(TestingHelm.NAMESPACE).list().getItems())
        .as("what the controller made itself")
        .extracting(secret -> secret.getMetadata().getName())
        .containsExactly("flyball-serving");
  }

  @Test
  void anApiServiceOfSomebodyElseStopsTheInstallBeforeAnythingIsMade() {
    GenericKubernetesResource foreign = new GenericKubernetesResource();
    foreign.setApiVersion("apiregistration.k8s.io/v1");
    foreign.setKind("APIService");
    foreign.setMetadata(new ObjectMeta());
    foreign.getMetadata().setName(EXTERNAL);
    foreign.setAdditionalProperty(
        "spec",
        Map.of(
            "group",
            "external.metrics.k8s.io",
            "version",
            "v1beta1",
            "groupPriorityMinimum",
            100,
            "versionPriority",
            100,
            "insecureSkipTLSVerify",
            true,
            "service",
            Map.of("name", "keda-metrics", "namespace", "keda")));
    client.resource(foreign).create();
    assertThatThrownBy(() -> install().call())
        .hasMessageContaining("APIService " + EXTERNAL + " belongs to service keda/keda-metrics");
    assertThat(owned()).containsExactly("APIService " + EXTERNAL);

    assertThat(install().set("apiServices.external.enabled", false).call().getStatus())
        .isEqualTo("deployed");
    assertThat(owned()).contains("Deployment flyball", "APIService " + EXTERNAL);
    GenericKubernetesResource left = apiService();
    assertThat(left.<Object>get("spec", "service", "name")).isEqualTo("keda-metrics");
  }

  private InstallCommand install() {
    return new Helm(TestingHelm.CHART)
        .install()
        .withName(TestingHelm.RELEASE)
        .withNamespace(TestingHelm.NAMESPACE)
        .createNamespace()
        .withKubeConfigContents(plane.adminKubeconfig());
  }

  private Release upgrade() {
    return new Helm(TestingHelm.CHART)
        .upgrade()
        .withName(TestingHelm.RELEASE)
        .withNamespace(TestingHelm.NAMESPACE)
        .resetThenReuseValues()
        .set("replicas", 3)
        .withKubeConfigContents(plane.adminKubeconfig())
        .call();
  }

  private Deployment deployment() {
    return client.apps().deployments().inNamespace(TestingHelm.NAMESPACE).withName("flyball").get();
  }

  private String image() {
    return deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
  }

  /** Writes as the controller does once it has made its certificate. */
  private void trust(String authority) {
    client
        .genericKubernetesResources("apiregistration.k8s.io/v1", "APIService")
        .withName(EXTERNAL)
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"spec\":{\"caBundle\":\"" + authority + "\"}}");
  }

  private Object authority() {
    return apiService().get("spec", "caBundle");
  }

  private GenericKubernetesResource apiService() {
    return client
        .genericKubernetesResources("apiregistration.k8s.io/v1", "APIService")
        .withName(EXTERNAL)
        .get();
  }

  private static Secret serving() {
    return new SecretBuilder().withNewMetadata().withName("flyball-serving").endMetadata().build();
  }

  /** Which objects of the chart are there, the namespace aside. */
  private List<String> owned() {
    Manifest manifest =
        Manifest.parse(TestingHelm.read(TestingHelm.DEPLOY.resolve("flyball.yaml")));
    return manifest.objects().stream()
        .filter(object -> !object.path("kind").asString().equals("Namespace"))
        .filter(this::isThere)
        .map(Manifest::name)
        .toList();
  }

  private boolean isThere(JsonNode object) {
    var kind =
        client.genericKubernetesResources(
            object.path("apiVersion").asString(), object.path("kind").asString());
    String name = object.at("/metadata/name").asString();
    String namespace = object.at("/metadata/namespace").asString("");
    var found =
        namespace.isEmpty()
            ? kind.withName(name).get()
            : kind.inNamespace(namespace).withName(name).get();
    return found != null;
  }
}
