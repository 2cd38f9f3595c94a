package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cluster.HttpApiClient;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.cluster.ResourceNames;
import dev.flyball.controller.cluster.ScaleException;
import dev.flyball.controller.cluster.Scales;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.core.policy.ScaleTargetRef;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The controller against a real API server: what minicluster plays in the other tests is the real
 * thing here, above all validation, resourceVersions, the scale subresource and aggregation.
 *
 * <p>The test plays the Deployment controller, the kubelet and metrics-server.
 */
class RealApiServerTest {
  /** Between two writes to a busy target; an API server that is always in between is no test. */
  private static final long PACE_NANOS = 5_000_000;

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;

  private static RealControlPlane plane;
  private static KubernetesClient client;
  private static TestingMetricsApi metrics;
  private static RealWorkloads shop;
  private static FlyballController controller;

  @BeforeAll
  static void start() throws TimeoutException {
    plane = RealPlanes.startOrSkip(folder);
    client = plane.client();
    metrics = new TestingMetricsApi(plane, client);
    shop = new RealWorkloads(client, metrics);
    shop.prepare();
    controller =
        await(
            FlyballController.start(
                new ControllerOptions(
                    RealPlanes.adminConfig(plane, folder),
                    ControllerOptions.DEFAULT_NAMESPACE,
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    "test",
                    Clock.systemUTC(),
                    Optional.of(LeaseTimes.DEFAULT))));
    eventually("the cluster is read", () -> controller.snapshots().isSynced());
  }

  @AfterAll
  static void stop() throws TimeoutException {
    try {
      if (controller != null) {
        await(controller.close());
      }
    } finally {
      closeAll(metrics, client, plane);
    }
  }

  private static void closeAll(AutoCloseable... opened) {
    for (AutoCloseable each : opened) {
      try {
        if (each != null) {
          each.close();
        }
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static <T> T await(Future<T> future) throws TimeoutException {
    return future.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Test
  void scalesUpAndDownAndTellsOfIt() {
    shop.deployment("web");
    shop.cpu("web", 100);
    shop.policy("web", 1, 8);
    eventually("4 replicas for twice the target", () -> shop.replicas("web") == 4);
    eventually("an Event tells of it", () -> !shop.events("web", "SuccessfulRescale").isEmpty());
    Event event = shop.events("web", "SuccessfulRescale").getFirst();
    assertThat(event.getNote())
        .isEqualTo(
            "New size: 4; reason: cpu resource utilization (percentage of request) above target");
    assertThat(event.getRegarding().getUid())
        .isEqualTo(shop.configMap("web").getMetadata().getUid());
    assertThat(event.getRelated().getName()).isEqualTo("web");
    eventually(
        "the status is kept",
        () -> {
          ConfigMap status = shop.configMap("web-flyball-status");
          return status != null && status.getData().get("web").contains("\"lastScaleTime\"");
        });
    assertThat(shop.configMap("web-flyball-status").getMetadata().getOwnerReferences())
        .extracting(OwnerReference::getKind, OwnerReference::getName, OwnerReference::getUid)
        .containsExactly(tuple("ConfigMap", "web", shop.configMap("web").getMetadata().getUid()));
    shop.cpu("web", 10);
    eventually("1 replica for a fifth of the target", () -> shop.replicas("web") == 1);
    // The first policy of all found its target, though Deployments were not yet watched.
    assertThat(shop.events("web", "FailedGetScale")).isEmpty();
  }

  @Test
  void aBadPolicyIsReportedAndLeavesTheOthersAlone() {
    shop.deployment("good");
    shop.cpu("good", 75);
    shop.policy("bad", 9, 3);
    shop.policy("good", 1, 8);
    eventually("the good one scales", () -> shop.replicas("good") == 3);
    eventually("the bad one is told", () -> !shop.events("bad", "InvalidPolicy").isEmpty());
    assertThat(shop.events("bad", "InvalidPolicy").getFirst().getNote())
        .contains("shop/bad", "minReplicas");
  }

  @Test
  void aTargetThatChangesAllTheTimeIsScaledAllTheSame() throws InterruptedException {
    shop.deployment("busy");
    shop.cpu("busy", 100);
    Thread annotator = Thread.ofPlatform().start(() -> annotateUntilInterrupted("busy"));
    try {
      shop.policy("busy", 1, 8);
      eventually(
          "a write came too late",
          () -> {
            shop.cpu("busy", shop.replicas("busy") == 1 ? 100 : 10);
            return conflicts() > 0;
          });
      shop.cpu("busy", 100);
      eventually("4 replicas all the same", () -> shop.replicas("busy") == 4);
    } finally {
      annotator.interrupt();
      annotator.join(Duration.ofSeconds(20));
    }
    assertThat(annotator.isAlive()).isFalse();
    assertThat(shop.events("busy", "FailedRescale")).isEmpty();
  }

  /** Writes that the API server refused because the target had changed, by the own metrics. */
  private static long conflicts() {
    URI uri = URI.create("http://127.0.0.1:" + controller.webPort() + "/metrics");
    HttpRequest request =
        HttpRequest.newBuilder(uri).version(Version.HTTP_1_1).timeout(PATIENCE).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      String page = http.send(request, BodyHandlers.ofString()).body();
      return page.lines()
          .filter(line -> line.startsWith("flyball_scale_writes_total{result=\"conflict\""))
          .mapToLong(line -> (long) Double.parseDouble(line.substring(line.indexOf('}') + 1)))
          .sum();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static void annotateUntilInterrupted(String deployment) {
    for (int i = 0; !Thread.currentThread().isInterrupted(); i++) {
      LockSupport.parkNanos(PACE_NANOS);
      String value = String.valueOf(i);
      try {
        client
            .apps()
            .deployments()
            .inNamespace(RealWorkloads.NAMESPACE)
            .withName(deployment)
            .edit(d -> d.edit().editMetadata().addToAnnotations("i", value).endMetadata().build());
      } catch (RuntimeException e) {
        // The controller was first, or the test is over.
        if (Thread.interrupted()) {
          return;
        }
      }
    }
  }

  @Test
  void aStaleWriteIsAConflictAndAFreshOneIsNot() throws TimeoutException {
    shop.deployment("raced");
    Vertx vertx = Vertx.vertx();
    HttpApiClient api = new HttpApiClient(client, vertx.getOrCreateContext());
    try {
      Scales scales = new Scales(api, new ResourceNames(api));
      ScaleTargetRef ref = new ScaleTargetRef("apps/v1", "Deployment", "raced");
      TargetInfo before = await(scales.read(RealWorkloads.NAMESPACE, ref));
      client.apps().deployments().inNamespace(RealWorkloads.NAMESPACE).withName("raced").scale(3);
      assertThatThrownBy(
              () -> await(scales.write(RealWorkloads.NAMESPACE, ref, before.resourceVersion(), 5)))
          .isInstanceOfSatisfying(ScaleException.class, e -> assertThat(e.isConflict()).isTrue());
      assertThat(shop.replicas("raced")).isEqualTo(3);
      TargetInfo now = await(scales.read(RealWorkloads.NAMESPACE, ref));
      assertThat(now.specReplicas()).isEqualTo(3);
      assertThat(
              await(scales.write(RealWorkloads.NAMESPACE, ref, now.resourceVersion(), 5))
                  .specReplicas())
          .isEqualTo(5);
      assertThat(shop.replicas("raced")).isEqualTo(5);
    } finally {
      api.close();
      await(vertx.close());
    }
  }
}
