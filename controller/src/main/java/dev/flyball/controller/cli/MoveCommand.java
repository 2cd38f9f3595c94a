package dev.flyball.controller.cli;

import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import dev.flyball.controller.moving.ClusterApi;
import dev.flyball.controller.moving.MoveOptions;
import dev.flyball.controller.moving.MoveResult;
import dev.flyball.controller.moving.Patience;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the commands that move a workload between HPA and policy have in common. */
abstract class MoveCommand implements Callable<Integer> {
  private static final int HALF_WAY = 3;
  private static final Duration BETWEEN = Duration.ofMillis(200);

  @Parameters(paramLabel = "NS/NAME", description = "namespace and name of the HPA")
  private String place = "";

  @Option(names = "--dry-run", description = "tell what would be done, and change nothing")
  private boolean dryRun;

  @Option(
      names = "--force",
      description = "do not ask Flyball whether it has seen the policy and its mode")
  private boolean force;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "how long to wait for each step (default: ${DEFAULT-VALUE})")
  private int timeoutSeconds = 30;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "how the cluster is reached (default: as flyball run does)")
  private @Nullable Path kubeconfig;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /** Moves one workload. */
  abstract MoveResult move(ClusterApi api, Workload workload, Consumer<String> tell);

  /** What to move, and how. */
  record Workload(String namespace, String name, MoveOptions options, Patience patience) {}

  @Override
  public Integer call() {
    String[] parts = place.split("/", -1);
    if (parts.length != 2 || parts[0].isEmpty() || parts[1].isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "'" + place + "' is not NS/NAME, such as shop/web");
    }
    if (timeoutSeconds < 1 || timeoutSeconds > 3600) {
      throw new ParameterException(spec.commandLine(), "--timeout is 1 to 3600 seconds");
    }
    try (ClusterCalls cluster = ClusterCalls.open(kubeconfig);
        CallOff callOff = CallOff.onSignal()) {
      Workload workload =
          new Workload(
              parts[0],
              parts[1],
              new MoveOptions(dryRun, force),
              new Patience(Duration.ofSeconds(timeoutSeconds), BETWEEN, callOff::isCalledOff));
      return switch (move(cluster.api(), workload, this::tell)) {
        case DONE -> 0;
        case NOTHING_CHANGED -> 1;
        case HALF_WAY -> HALF_WAY;
      };
    } catch (ClusterAccessException e) {
      PrintWriter err = spec.commandLine().getErr();
      err.println(spec.qualifiedName() + ": " + e.getMessage());
      err.flush();
      return 1;
    }
  }

  /** At once, for people to see how far it is. */
  private void tell(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
