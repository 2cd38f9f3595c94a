package dev.flyball.controller.demo;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.load.LoadBalancer;
import io.fabric8.kubernetes.client.Config;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster, the application behind its load balancer, and the controller, which knows the
 * cluster over HTTP alone. Used by one thread.
 */
final class DemoWorld implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DemoWorld.class);
  private static final long START_SECONDS = 20;
  private static final long STOP_SECONDS = 3;
  private static final String LOOPBACK = "127.0.0.1";

  private final DemoOptions options;
  private final Minicluster cluster;
  private @Nullable FlyballController controller;
  private @Nullable LoadBalancer balancer;

  /** A world that is not there yet. */
  DemoWorld(DemoOptions options) {
    this.options = options;
    // As slow to start and stop as pods of a real cluster, in the time of the demo.
    this.cluster =
        Minicluster.builder()
            .speed(options.speed())
            .podStartupDelay(Duration.ofSeconds(8))
            .readinessDelay(Duration.ofSeconds(4))
            .podShutdownDelay(Duration.ofSeconds(5))
            .build();
  }

  /**
   * Brings it up; what was begun has to be closed even when this fails.
   *
   * @throws DemoException when a port is in use, or something did not come up
   */
  void start(Manifests manifests) {
    step("the cluster cannot start", cluster::start);
    cluster.namespace(ControllerOptions.DEFAULT_NAMESPACE);
    cluster.apply(manifests.settings(ControllerOptions.DEFAULT_NAMESPACE));
    cluster.apply(manifests.application());
    cluster.apply(manifests.policy());
    step(
        "port " + options.balancerPort() + " cannot be used; choose another with --lb-port",
        () ->
            balancer =
                cluster.loadBalancer(
                    Manifests.NAMESPACE, Manifests.APPLICATION, options.balancerPort()));
    Config config = Config.fromKubeconfig(cluster.kubeconfig());
    step(
        "port " + options.webPort() + " cannot be used; choose another with --port",
        () ->
            controller =
                await(
                    FlyballController.start(
                        new ControllerOptions(
                            config,
                            ControllerOptions.DEFAULT_NAMESPACE,
                            LOOPBACK,
                            options.webPort(),
                            Optional.empty(),
                            "demo",
                            Clock.systemUTC(),
                            Optional.empty())),
                    START_SECONDS));
  }

  /** Something that throws what it likes, as futures do. */
  private interface Step {
    void run() throws Exception;
  }

  private static void step(String failure, Step step) {
    try {
      step.run();
    } catch (Exception e) {
      LOG.error(failure, e);
      Throwable cause = e instanceof ExecutionException && e.getCause() != null ? e.getCause() : e;
      throw new DemoException(failure + " (" + cause.getMessage() + ")", e);
    }
  }

  private static <T> T await(Future<T> future, long seconds)
      throws ExecutionException, TimeoutException, InterruptedException {
    return future.toCompletionStage().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
  }

  /** Whether the pods are ready and the controller has made a decision with all its metrics. */
  boolean isReady() {
    return readyPods() == replicas()
        && report()
            .flatMap(PolicyReport::explanation)
            .filter(e -> !e.metrics().isEmpty())
            .filter(e -> e.metrics().stream().allMatch(m -> m.failure().isEmpty()))
            .isPresent();
  }

  /** Begins the load. */
  void load(LoadPlan plan) {
    if (balancer != null) {
      cluster.generateLoad(balancer, plan::at);
    }
  }

  /** Replicas that the application is to have. */
  int replicas() {
    return cluster.replicas(
        ResourceCatalog.DEPLOYMENTS, Manifests.NAMESPACE, Manifests.APPLICATION);
  }

  /** Pods that take requests. */
  int readyPods() {
    return balancer == null ? 0 : balancer.readyPods();
  }

  /** What the controller says of the policy; empty while it says nothing. */
  Optional<PolicyReport> report() {
    if (controller == null) {
      return Optional.empty();
    }
    try {
      return await(controller.snapshots().snapshot(), 1).policies().stream().findFirst();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the controller does not answer", e);
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Where the application takes requests. */
  String balancerUrl() {
    return "http://localhost:"
        + (balancer == null ? options.balancerPort() : balancer.port())
        + "/";
  }

  /** Where the controller has its dashboard. */
  String webUrl() {
    return "http://localhost:"
        + (controller == null ? options.webPort() : controller.webPort())
        + "/";
  }

  @Override
  public void close() {
    if (controller != null) {
      try {
        await(controller.close(), STOP_SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        LOG.warn("the controller did not stop in order", e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    cluster.close();
  }
}
