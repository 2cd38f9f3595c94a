package dev.flyball.benchmarks;

import dev.flyball.benchmarks.report.Launcher;
import dev.flyball.benchmarks.report.ResultFile;
import dev.flyball.benchmarks.report.ScaleTable;
import dev.flyball.benchmarks.rig.RigException;
import dev.flyball.benchmarks.rig.ScaleOptions;
import dev.flyball.benchmarks.rig.ScaleResult;
import dev.flyball.benchmarks.rig.ScaleRig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flyball bench scale}: many policies against the real process. */
@Command(
    name = "scale",
    description = {
      "Runs the controller as a process of its own against a cluster in this one, over HTTP, and"
          + " measures what it costs and how soon it acts.",
      "With more than 100 policies, 100, 1000 and so on are measured too."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:measured", "1:something did not work", "2:wrong usage", "130:interrupted"})
final class ScaleCommand implements Callable<Integer> {
  @Option(
      names = "--policies",
      defaultValue = "1000",
      description = "policies, each with a target of its own (default: ${DEFAULT-VALUE})")
  private int policies;

  @Option(
      names = "--pods-per-policy",
      defaultValue = "10",
      description = "pods of each target (default: ${DEFAULT-VALUE})")
  private int podsPerPolicy;

  @Option(
      names = "--namespaces",
      defaultValue = "100",
      description = "namespaces that they are spread over (default: ${DEFAULT-VALUE})")
  private int namespaces;

  @Option(
      names = "--period",
      paramLabel = "DURATION",
      defaultValue = "15s",
      converter = DurationConverter.class,
      description = "how often each policy is evaluated (default: ${DEFAULT-VALUE})")
  private Duration period = Duration.ofSeconds(15);

  @Option(
      names = "--for",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "how long the steady state is measured (default: ${DEFAULT-VALUE})")
  private Duration runFor = Duration.ofSeconds(60);

  @Option(
      names = "--load-step",
      paramLabel = "FACTOR",
      defaultValue = "1.3",
      description = "by how much the load goes up at the end (default: ${DEFAULT-VALUE})")
  private double step;

  @Option(names = "--only", description = "measure no smaller numbers of policies")
  private boolean only;

  @Option(
      names = "--java-option",
      paramLabel = "OPTION",
      description =
          "option of the controller's JVM, may be repeated; @FILE, written"
              + " --java-option=@FILE, for a file of options (default: the image's,"
              + " @deploy/jvm.flags, with -Xmx48m up to 10 policies and -Xmx128m up to 1000; -Xmx512m"
              + " alone beyond)")
  private List<String> javaOptions = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where results go (default: .flyball/bench/scale.json)")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    ScaleOptions options;
    try {
      options =
          new ScaleOptions(
              policies, podsPerPolicy, namespaces, period, runFor, step, only, javaOptions);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path target = out == null ? Launcher.results("scale") : out;
    PrintWriter terminal = spec.commandLine().getOut();
    ResultFile.Run run = ResultFile.begin("scale", spec.commandLine().getParseResult());
    try {
      List<ScaleResult> results = new ScaleRig(options).run(result -> {});
      run.write(target, results);
      terminal.println(ScaleTable.of(ResultFile.read(target)));
      terminal.println("results: " + target);
      terminal.flush();
      return 0;
    } catch (RigException e) {
      spec.commandLine().getErr().println("flyball bench scale: " + e.getMessage());
      return 1;
    }
  }
}
