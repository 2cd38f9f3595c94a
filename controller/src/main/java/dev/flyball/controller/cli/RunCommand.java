package dev.flyball.controller.cli;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import dev.flyball.controller.cluster.LeaderElection;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.journal.MemoryBudget;
import dev.flyball.controller.shard.Shards;
import io.fabric8.kubernetes.client.Config;
import java.io.PrintWriter;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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
      paramLabel = "ADDRESS",
      defaultValue = "0.0.0.0",
      description = "address of health, metrics and state (default: ${DEFAULT-VALUE})")
  private String host = "0.0.0.0";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "" + ControllerOptions.DEFAULT_PORT,
      description = "its port (default: ${DEFAULT-VALUE})")
  private int port = ControllerOptions.DEFAULT_PORT;

  @Option(
      names = "--no-leader-election",
      description =
          "lead without holding Lease "
              + LeaderElection.LEASE
              + ", as a process that is the only one (default: one of several replicas leads and"
              + " the others stand by)")
  private boolean alone;

  @Option(
      names = "--shards",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "share the namespaces among all replicas, in this many shards; the same for each of them,"
              + " some four for each replica (default: one replica leads over all)")
  private int shards;

  @Option(
      names = "--decision-log-memory",
      paramLabel = "MIB",
      defaultValue = "" + (MemoryBudget.DEFAULT_BYTES >> 20),
      description =
          "memory for the last decisions of all policies, in MiB; each keeps 500 while there is"
              + " room and fewer once it is used up (default: ${DEFAULT-VALUE})")
  private int journalMebibytes = (int) (MemoryBudget.DEFAULT_BYTES >> 20);

  @Mixin private MetricsApiFlags metricsApi = new MetricsApiFlags();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /** The command as users run it. */
  public RunCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    checkShards();
    if (journalMebibytes < 0) {
      throw new ParameterException(
          spec.commandLine(), "--decision-log-memory must be 0 or more, not " + journalMebibytes);
    }
    FlyballController controller;
    try {
      Config config = ClusterAccess.read(kubeconfig);
      controller = start(config);
      log().info("listening on port {}, reading {}", controller.webPort(), config.getMasterUrl());
    } catch (ClusterAccessException e) {
      return cannotStart(String.valueOf(e.getMessage()));
    } catch (ExecutionException e) {
      return cannotStart(ClusterAccess.reason(e));
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(controller, stopped), "stop"));
    stopped.await();
    return 0;
  }

  private void checkShards() {
    if (shards < 0 || shards > Shards.MAX) {
      throw new ParameterException(
          spec.commandLine(), "--shards: 0 to " + Shards.MAX + ", not " + shards);
    }
    if (shards > 1 && alone) {
      throw new ParameterException(
          spec.commandLine(),
          "--shards: shards are shared by Leases; leave --no-leader-election out");
    }
  }

  private FlyballController start(Config config) throws ExecutionException, InterruptedException {
    return FlyballController.start(
            new ControllerOptions(
                config,
                namespace,
                host,
                port,
                metricsApi.options(host),
                instance(),
                Clock.systemUTC(),
                alone ? Optional.empty() : Optional.of(LeaseTimes.DEFAULT),
                (long) journalMebibytes << 20,
                shards))
        .toCompletionStage()
        .toCompletableFuture()
        .get();
  }

  private int cannotStart(String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("flyball run: " + why);
    err.flush();
    return 1;
  }

  private static void stop(FlyballController controller, CountDownLatch stopped) {
    try {
      controller
          .close()
          .toCompletionStage()
          .toCompletableFuture()
          .get(STOP_SECONDS, TimeUnit.SECONDS);
      log().info("stopped");
      stopped.countDown();
      // A JVM that ends by a signal reports the signal, whatever main returns.
      Runtime.getRuntime().halt(0);
    } catch (ExecutionException | TimeoutException e) {
      log().warn("stopped without keeping everything: {}", e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    stopped.countDown();
  }

  /** Asked for late: all commands are made at the start, and the demo has its own log. */
  private static Logger log() {
    return LoggerFactory.getLogger(RunCommand.class);
  }

  private static String instance() {
    String name = System.getenv("HOSTNAME");
    return name == null || name.isEmpty() ? "flyball" : name;
  }
}
