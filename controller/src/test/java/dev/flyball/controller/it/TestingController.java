package dev.flyball.controller.it;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.metricsapi.MetricsApiOptions;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.MiniclusterBuilder;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceType;
import io.fabric8.kubernetes.client.Config;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A minicluster and a controller that looks after it, over real HTTP. */
final class TestingController implements AutoCloseable {
  static final String NAMESPACE = "shop";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  final Minicluster cluster;
  private Optional<MetricsApiOptions> metricsApi = Optional.empty();
  private Clock clock = Clock.systemUTC();
  private FlyballController controller;

  TestingController(MiniclusterBuilder builder) {
    cluster = builder.build().start();
    cluster.namespace(NAMESPACE);
    cluster.namespace(ControllerOptions.DEFAULT_NAMESPACE);
  }

  /** Starts the controller; what is in the cluster by now is there from the start. */
  TestingController start() {
    return start(0);
  }

  /** The same on a port, to come back where it was. */
  TestingController start(int port) {
    controller =
        await(
            FlyballController.start(
                new ControllerOptions(
                    Config.fromKubeconfig(cluster.kubeconfig()),
                    ControllerOptions.DEFAULT_NAMESPACE,
                    "127.0.0.1",
                    port,
                    metricsApi,
                    "test",
                    clock,
                    Optional.empty())));
    eventually("the controller has read the cluster", () -> controller.snapshots().isSynced());
    return this;
  }

  /** Serves the metrics APIs on a free port from the start. */
  TestingController withMetricsApi() {
    metricsApi = Optional.of(MetricsApiOptions.on("127.0.0.1", 0));
    return this;
  }

  /** Goes by another clock from the next start on. */
  TestingController withClock(Clock other) {
    clock = other;
    return this;
  }

  /** Serves the webhook too, of the ValidatingWebhookConfiguration {@code flyball}. */
  TestingController withWebhook() {
    metricsApi = Optional.of(MetricsApiOptions.on("127.0.0.1", 0).withWebhook("flyball"));
    return this;
  }

  /**
   * Starts one replica of several; its requests carry its name as token. Who starts it closes it.
   */
  FlyballController startReplica(String name, LeaseTimes times) {
    return startReplica(name, times, 0);
  }

  /** The same, of several that share this many shards. */
  FlyballController startReplica(String name, LeaseTimes times, int shards) {
    String kubeconfig = cluster.kubeconfig().replace("user: {}", "user: {token: \"" + name + "\"}");
    return await(
        FlyballController.start(
            new ControllerOptions(
                    Config.fromKubeconfig(kubeconfig),
                    ControllerOptions.DEFAULT_NAMESPACE,
                    "127.0.0.1",
                    0,
                    Optional.empty(),
                    name,
                    Clock.systemUTC(),
                    Optional.of(times))
                .withShards(shards)));
  }

  FlyballController controller() {
    return controller;
  }

  /** Settings that make the controller quick. */
  void settings(String yaml) {
    configMap(
        ControllerOptions.DEFAULT_NAMESPACE, "flyball-settings", "settings", "settings.yaml", yaml);
  }

  /** Writes a ConfigMap of one policy of the same name. */
  void policy(String name, String yaml) {
    policy(NAMESPACE, name, yaml);
  }

  /** The same, in another namespace. */
  void policy(String namespace, String name, String yaml) {
    configMap(namespace, name, "policy", name, yaml);
  }

  void deletePolicy(String name) {
    ResourceType configMaps =
        cluster.objects().catalog().find("", "v1", "configmaps").orElseThrow();
    cluster.objects().delete(configMaps, NAMESPACE, name, ObjectApi.Deletion.NOW);
  }

  private void configMap(String namespace, String name, String type, String key, String text) {
    cluster.apply(
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: %s, namespace: %s, labels: {flyball.dev/type: %s}}
        data:
          %s: |
        %s
        """
            .formatted(name, namespace, type, key, text.indent(4)));
  }

  /** A Deployment whose pods ask for 100m CPU and 64Mi each. */
  void deployment(String name, int replicas) {
    deployment(NAMESPACE, name, replicas);
  }

  /** The same, in another namespace. */
  void deployment(String namespace, String name, int replicas) {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: %1$s, namespace: %3$s}
        spec:
          replicas: %2$d
          selector: {matchLabels: {app: %1$s}}
          template:
            metadata: {labels: {app: %1$s}}
            spec:
              containers:
              - name: main
                image: web:1
                resources: {requests: {cpu: 100m, memory: 64Mi}}
        """
            .formatted(name, replicas, namespace));
  }

  LoopSnapshot snapshot() {
    return await(controller.snapshots().snapshot());
  }

  PolicyReport report(String policy) {
    return snapshot().policies().stream()
        .filter(p -> p.id().key().equals(policy))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no policy " + policy + " in " + snapshot()));
  }

  /** Waits, for a bounded time, until something holds. */
  void eventually(String what, BooleanSupplier holds) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + PATIENCE + ": " + what);
      }
      try {
        TimeUnit.MILLISECONDS.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  static <T> T await(io.vertx.core.Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  void stopController() {
    await(controller.close());
  }

  @Override
  public void close() {
    try {
      if (controller != null) {
        stopController();
      }
    } finally {
      cluster.close();
    }
  }
}
