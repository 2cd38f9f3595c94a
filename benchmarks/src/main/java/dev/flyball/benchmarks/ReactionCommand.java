package dev.flyball.benchmarks;

import dev.flyball.benchmarks.report.Launcher;
import dev.flyball.benchmarks.report.ReactionTable;
import dev.flyball.benchmarks.report.ResultFile;
import dev.flyball.benchmarks.rig.ReactionOptions;
import dev.flyball.benchmarks.rig.ReactionResult;
import dev.flyball.benchmarks.rig.ReactionRig;
import dev.flyball.benchmarks.rig.RigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flyball bench reaction}: from a load step to the scale write. */
@Command(
    name = "reaction",
    description =
        "Triples the requests per second of Deployments at random moments, and measures how soon"
            + " the controller's process writes the first and the full new size.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every step led to the full size",
      "1:one did not, or something did not work",
      "2:wrong usage",
      "130:interrupted"
    })
final class ReactionCommand implements Callable<Integer> {
  @Option(names = "--runs", defaultValue = "50", description = "steps (default: ${DEFAULT-VALUE})")
  private int runs;

  @Option(
      names = "--parallel",
      defaultValue = "10",
      description =
          "steps at the same time, each on its own Deployment (default: ${DEFAULT-VALUE})")
  private int parallel;

  @Option(
      names = "--scrape",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "how often pods are scraped (default: ${DEFAULT-VALUE})")
  private Duration scrape = Duration.ofSeconds(5);

  @Option(
      names = "--window",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "over how long rates are taken (default: three scrapes)")
  private @Nullable Duration window;

  @Option(
      names = "--up-window",
      paramLabel = "DURATION",
      defaultValue = "0s",
      converter = DurationConverter.class,
      description = "the policies' stabilization window for scaling up (default: ${DEFAULT-VALUE})")
  private Duration upWindow = Duration.ZERO;

  @Option(
      names = "--real",
      description =
          "against a real kube-apiserver and kube-controller-manager, found with etcd through"
              + " KUBEBUILDER_ASSETS or the PATH, instead of a minicluster")
  private boolean real;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where results go (default: .flyball/bench/reaction.json)")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    ReactionOptions options;
    try {
      options =
          new ReactionOptions(
              runs,
              parallel,
              scrape,
              window == null ? scrape.multipliedBy(3) : window,
              upWindow,
              real);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path target = out == null ? Launcher.results("reaction") : out;
    ResultFile.Run run = ResultFile.begin("reaction", spec.commandLine().getParseResult());
    try {
      ReactionResult result = new ReactionRig(options).run();
      run.write(target, result);
      PrintWriter terminal = spec.commandLine().getOut();
      terminal.println(ReactionTable.of(ResultFile.read(target)));
      terminal.println("results: " + target);
      terminal.flush();
      return result.runs().stream().allMatch(r -> r.fullSeconds() >= 0) ? 0 : 1;
    } catch (RigException e) {
      spec.commandLine().getErr().println("flyball bench reaction: " + e.getMessage());
      return 1;
    }
  }
}
