package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MiniclusterTest {
  private static final String DEPLOYMENT = TestingCluster.deployment("web", 3);

  private TestingCluster testing;
  private Minicluster cluster;
  private KubernetesClient client;

  @BeforeEach
  void start() {
    testing =
        new TestingCluster(
            Minicluster.builder()
                .virtualTime(Instant.parse("2026-01-01T00:00:00Z"))
                .podStartupDelay(Duration.ofSeconds(5))
                .bookmarkInterval(Duration.ofMillis(200)));
    cluster = testing.cluster;
    client = testing.client;
  }

  @AfterEach
  void stop() {
    testing.close();
  }

  @Test
  void aDeploymentBecomesReadyPodsAfterTheStartupDelay() {
    cluster.apply(DEPLOYMENT);
    cluster.awaitIdle();

    List<Pod> pending = client.pods().inNamespace("shop").list().getItems();
    assertThat(pending).hasSize(3).allMatch(p -> p.getStatus().getPhase().equals("Pending"));
    assertThat(pending).extracting(p -> p.getSpec().getNodeName()).doesNotHaveDuplicates();

    cluster.advance(Duration.ofSeconds(5));

    var deployment = client.apps().deployments().inNamespace("shop").withName("web").get();
    assertThat(deployment.getStatus().getReadyReplicas()).isEqualTo(3);
    assertThat(deployment.getStatus().getObservedGeneration()).isEqualTo(1);
    assertThat(client.pods().inNamespace("shop").withLabel("app", "web").list().getItems())
        .allSatisfy(
            p -> assertThat(p.getStatus().getStartTime()).isEqualTo("2026-01-01T00:00:05Z"));
  }

  @Test
  void scaleIsReadAndWrittenThroughItsSubresource() {
    cluster.apply(DEPLOYMENT);
    cluster.advance(Duration.ofSeconds(5));
    var web = client.apps().deployments().inNamespace("shop").withName("web");

    Scale scale = web.scale();
    assertThat(scale.getSpec().getReplicas()).isEqualTo(3);
    assertThat(scale.getStatus().getReplicas()).isEqualTo(3);
    assertThat(scale.getStatus().getSelector()).isEqualTo("app=web");

    web.scale(5);
    cluster.advance(Duration.ofSeconds(5));
    assertThat(web.get().getStatus().getReadyReplicas()).isEqualTo(5);
    assertThat(web.get().getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void aPatchWithAnOldResourceVersionIsAConflict() {
    cluster.apply(DEPLOYMENT);
    var web = client.apps().deployments().inNamespace("shop").withName("web");
    String old = web.get().getMetadata().getResourceVersion();
    cluster.scale(ResourceCatalog.DEPLOYMENTS, "shop", "web", 4);

    String patch = "{\"metadata\":{\"resourceVersion\":\"" + old + "\"},\"spec\":{\"replicas\":9}}";
    var merge = PatchContext.of(PatchType.JSON_MERGE);
    assertThatThrownBy(() -> web.subresource("scale").patch(merge, patch))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
    assertThat(cluster.replicas(ResourceCatalog.DEPLOYMENTS, "shop", "web")).isEqualTo(4);
  }

  @Test
  void aRollingUpdateEndsWithNewPodsAndNeverExceedsItsSurge() {
    cluster.apply(DEPLOYMENT.replace("replicas: 3", "replicas: 8"));
    cluster.advance(Duration.ofSeconds(5));
    cluster.apply(DEPLOYMENT.replace("replicas: 3", "replicas: 8").replace("web:1", "web:2"));

    for (int second = 0; second < 60; second++) {
      cluster.advance(Duration.ofSeconds(1));
      var pods = cluster.pods("shop");
      assertThat(pods.stream().filter(p -> p.pod().active()).count()).isLessThanOrEqualTo(10);
      assertThat(pods.stream().filter(p -> p.pod().ready()).count()).isGreaterThanOrEqualTo(6);
    }
    assertThat(client.pods().inNamespace("shop").list().getItems())
        .hasSize(8)
        .allMatch(p -> p.getSpec().getContainers().getFirst().getImage().equals("web:2"));
    assertThat(client.apps().replicaSets().inNamespace("shop").list().getItems()).hasSize(2);
  }

  @Test
  void informersFollowChangesAndSurviveAnExpiredVersion() throws Exception {
    try (SharedIndexInformer<io.fabric8.kubernetes.api.model.ConfigMap> informer =
        client.configMaps().inAnyNamespace().inform()) {
      assertThat(informer.hasSynced()).isTrue();
      put("one");
      TestingCluster.await(() -> informer.getStore().list().size() == 1);

      cluster.faults().dropWatches();
      put("two");
      put("three");
      cluster.objects().store().compact(cluster.objects().catalog().ofKind("v1", "ConfigMap"));
      TestingCluster.await(() -> informer.getStore().list().size() == 3);
    }
  }

  private void put(String name) {
    cluster.apply(
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("default")
            .endMetadata()
            .build());
  }

  @Test
  void metricsFollowTheLoad() {
    cluster.apply(DEPLOYMENT);
    cluster.advance(Duration.ofSeconds(5));
    assertThat(client.top().pods().inNamespace("shop").metrics().getItems()).isEmpty();

    cluster.load("shop", "web", LoadModel.shared(900, 128L << 20, 300));
    cluster.advance(Duration.ofSeconds(15));

    var metrics = client.top().pods().inNamespace("shop").metrics().getItems();
    assertThat(metrics)
        .hasSize(3)
        .allSatisfy(
            m -> {
              assertThat(m.getWindow().getDuration()).isEqualTo(Duration.ofSeconds(15));
              assertThat(m.getContainers().getFirst().getUsage().get("cpu").getNumericalAmount())
                  .isEqualByComparingTo("0.3");
              assertThat(m.getContainers().getFirst().getUsage().get("memory").getNumericalAmount())
                  .isEqualByComparingTo("134217728");
            });

    cluster.faults().metricsApiAvailable(false);
    assertThatThrownBy(() -> client.top().pods().inNamespace("shop").metrics())
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(503));
  }

  @Test
  void deletingADeploymentTakesItsPodsWithIt() {
    cluster.apply(DEPLOYMENT);
    cluster.advance(Duration.ofSeconds(5));
    client.apps().deployments().inNamespace("shop").withName("web").delete();
    cluster.awaitIdle();
    assertThat(cluster.pods("shop")).isEmpty();
    assertThat(client.apps().replicaSets().inNamespace("shop").list().getItems()).isEmpty();
  }

  @Test
  void aStatefulSetGrowsInOrderAndShrinksFromTheHighest() {
    cluster.apply(DEPLOYMENT.replace("kind: Deployment", "kind: StatefulSet"));
    cluster.awaitIdle();
    assertThat(cluster.pods("shop")).extracting(p -> p.name()).containsExactly("web-0");
    cluster.advance(Duration.ofSeconds(5));
    assertThat(cluster.pods("shop")).extracting(p -> p.name()).containsExactly("web-0", "web-1");
    cluster.advance(Duration.ofSeconds(10));
    assertThat(
            client
                .apps()
                .statefulSets()
                .inNamespace("shop")
                .withName("web")
                .get()
                .getStatus()
                .getReadyReplicas())
        .isEqualTo(3);

    client.apps().statefulSets().inNamespace("shop").withName("web").scale(1);
    cluster.advance(Duration.ofSeconds(1));
    assertThat(cluster.pods("shop")).extracting(p -> p.name()).containsExactly("web-0");
  }

  @Test
  void anUnreadyPodIsCountedSoAndGoesFirst() {
    cluster.apply(DEPLOYMENT);
    cluster.advance(Duration.ofSeconds(5));
    String unready = cluster.pods("shop").getFirst().name();
    cluster.setReady("shop", unready, false);
    cluster.advance(Duration.ofSeconds(7));
    var web = client.apps().deployments().inNamespace("shop").withName("web");
    assertThat(web.get().getStatus().getReadyReplicas()).isEqualTo(2);
    var ready =
        client
            .pods()
            .inNamespace("shop")
            .withName(unready)
            .get()
            .getStatus()
            .getConditions()
            .stream()
            .filter(c -> c.getType().equals("Ready"))
            .findFirst()
            .orElseThrow();
    assertThat(ready.getStatus()).isEqualTo("False");
    assertThat(ready.getLastTransitionTime()).isEqualTo("2026-01-01T00:00:05Z");

    web.scale(2);
    cluster.awaitIdle();
    assertThat(cluster.pods("shop")).hasSize(2).noneMatch(p -> p.name().equals(unready));
  }

  @Test
  void aLostPodIsReplaced() {
    cluster.apply(DEPLOYMENT);
    cluster.advance(Duration.ofSeconds(5));
    String lost = cluster.pods("shop").getFirst().name();
    cluster.killPod("shop", lost);
    cluster.awaitIdle();
    assertThat(cluster.pods("shop")).hasSize(3).noneMatch(p -> p.name().equals(lost));
  }
}
