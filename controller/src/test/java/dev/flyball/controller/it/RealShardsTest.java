package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cluster.LeaderElection;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.shard.Shards;
import dev.flyball.minicluster.real.RealControlPlane;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leases of shards in a real API server: its validation, versions and preconditions. */
class RealShardsTest {
  private static final int SHARDS = 6;

  @TempDir private static Path folder;

  private static RealControlPlane plane;
  private static KubernetesClient client;

  @BeforeAll
  static void start() {
    plane = RealPlanes.startOrSkip(folder);
    client = plane.client();
    client
        .resource(
            new NamespaceBuilder()
                .withNewMetadata()
                .withName(ControllerOptions.DEFAULT_NAMESPACE)
                .endMetadata()
                .build())
        .create();
  }

  @AfterAll
  static void stop() {
    if (plane != null) {
      client.close();
      plane.close();
    }
  }

  private static FlyballController replica(String name) {
    return TestingController.await(
        FlyballController.start(
            new ControllerOptions(
                    RealPlanes.adminConfig(plane, folder),
                    ControllerOptions.DEFAULT_NAMESPACE,
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    name,
                    Clock.systemUTC(),
                    Optional.of(LeaseTimes.DEFAULT))
                .withShards(SHARDS)));
  }

  private static List<Lease> leases() {
    return client
        .leases()
        .inNamespace(ControllerOptions.DEFAULT_NAMESPACE)
        .withLabel("app.kubernetes.io/part-of", "flyball")
        .list()
        .getItems();
  }

  private static String holder(String name) {
    return leases().stream()
        .filter(lease -> lease.getMetadata().getName().equals(name))
        .map(lease -> lease.getSpec().getHolderIdentity())
        .findFirst()
        .orElse("");
  }

  private static long held(String replica) {
    return IntStream.range(0, SHARDS)
        .filter(shard -> holder(Shards.lease(shard)).startsWith(replica + "_"))
        .count();
  }

  private static void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + Duration.ofMinutes(1).toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError(what + " is not so: " + leases());
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
  void sharesAreTakenMovedAndGivenBack() {
    FlyballController one = replica("one");
    FlyballController two = null;
    try {
      eventually("one has all", () -> held("one") == SHARDS);
      two = replica("two");
      eventually("two has half", () -> held("one") == 3 && held("two") == 3);
      assertThat(holder(LeaderElection.LEASE)).isEqualTo("shards-of-6");
    } finally {
      TestingController.await(one.close());
    }
    eventually("two has all", () -> held("two") == SHARDS);
    TestingController.await(two.close());
    assertThat(leases())
        .allSatisfy(lease -> assertThat(lease.getSpec().getHolderIdentity()).isNullOrEmpty())
        .extracting(lease -> lease.getMetadata().getName())
        .noneMatch(name -> name.startsWith("flyball-replica-"))
        .hasSize(SHARDS + 1);
  }
}
