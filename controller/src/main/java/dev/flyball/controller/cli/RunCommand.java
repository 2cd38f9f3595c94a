package dev.flyball.controller.cli;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cluster.LeaderElection;
import dev.flyball.controller.cluster.LeaseTimes;
import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code flyball run}: the controller, in a cluster or with a kubeconfig. */
@Command(
    name = "run",
    description = "Runs the controller: in a cluster, or with a kubeconfig from outside.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:stopped by a signal, everything kept",
      "1:it could not start",
      "143:stopped by a signal, and could not keep everything in time",
      "2:wrong usage"
    })
public final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);
  private static final long STOP_SECONDS = 5;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "how the cluster is reached (default: the pod's service account, else $KUBECONFIG or"
              + " ~/.kube/config)")
  private @Nullable Path kubeconfig;

  @Option(
      names = "--namespace",
      paramLabel = "NS",
      defaultValue = "${env:POD_NAMESPACE:-" + ControllerOptions.DEFAULT_NAMESPACE + "}",
      description =
          "namespace of ConfigMap flyball-settings and of the Lease by which replicas elect their"
              + " leader (default: ${DEFAULT-VALUE})")
  private String namespace = ControllerOptions.DEFAULT_NAMESPACE;

  @Option(
      names = "--host",
      defaultValue = "0.0.0.0",
      description = "address of health, metrics and state (default: ${DEFAULT-VALUE})")
  private String host = "0.0.0.0";

  @Option(
      names = "--port",
      defaultValue = "" + ControllerOptions.DEFAULT_PORT,
      description = "its port (default: ${DEFAULT-VALUE})")
  private int port = ControllerOptions.DEFAULT_PORT;

  @Option(
      names = "--no-leader-election",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "leads without holding Lease "
              + LeaderElection.LEASE
              + "; only for a process that is the only one (default: one of several replicas"
              + " leads, and the others stand by)")
  private boolean leaderElection = true;

  /** The command as users run it. */
  public RunCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Config config = config();
    FlyballController controller;
    try {
      controller =
          FlyballController.start(
                  new ControllerOptions(
                      config,
                      namespace,
                      host,
                      port,
                      instance(),
                      Clock.systemUTC(),
                      leaderElection ? Optional.of(LeaseTimes.DEFAULT) : Optional.empty()))
              .toCompletionStage()
              .toCompletableFuture()
              .get();
    } catch (ExecutionException e) {
      LOG.error("cannot start: {}", String.valueOf(e.getCause()));
      return 1;
    }
    LOG.info("listening on port {}, reading {}", controller.webPort(), config.getMasterUrl());
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(controller, stopped), "stop"));
    stopped.await();
    return 0;
  }

  private static void stop(FlyballController controller, CountDownLatch stopped) {
    try {
      controller
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP_SECONDS, TimeUnit.SECONDS);
      LOG.info("stopped");
      stopped.countDown();
      // A JVM that ends by a signal reports the signal, whatever main returns.
      Runtime.getRuntime().halt(0);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("stopped without keeping everything: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopped.countDown();
  }

  private Config config() {
    try {
      Config config =
          kubeconfig == null
              ? Config.autoConfigure(null)
              : Config.fromKubeconfig(Files.readString(kubeconfig));
      // The loop's own requests have retries of their own; those of the client come on top.
      config.setRequestRetryBackoffLimit(1);
      return config;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + kubeconfig, e);
    }
  }

  private static String instance() {
    String name = System.getenv("HOSTNAME");
    return name == null || name.isEmpty() ? "flyball" : name;
  }
}
