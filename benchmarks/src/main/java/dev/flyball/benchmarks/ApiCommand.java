package dev.flyball.benchmarks;

import dev.flyball.benchmarks.report.ApiTable;
import dev.flyball.benchmarks.report.Launcher;
import dev.flyball.benchmarks.report.ResultFile;
import dev.flyball.benchmarks.rig.ApiOptions;
import dev.flyball.benchmarks.rig.ApiResult;
import dev.flyball.benchmarks.rig.ApiRig;
import dev.flyball.benchmarks.rig.RigException;
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

/** {@code flyball bench api}: the metrics APIs under load. */
@Command(
    name = "api",
    description =
        "Asks the metrics APIs of the controller's process over TLS keep-alive, and measures answers"
            + " a second and how long they take.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every answer was a 200",
      "1:one was not, or something did not work",
      "2:wrong usage",
      "130:interrupted"
    })
final class ApiCommand implements Callable<Integer> {
  @Option(
      names = "--series",
      defaultValue = "10000",
      description = "series of pods that are held, 10 a workload (default: ${DEFAULT-VALUE})")
  private int series;

  @Option(
      names = "--connections",
      split = ",",
      defaultValue = "1,8,32,256",
      description = "connections, one load each (default: ${DEFAULT-VALUE})")
  private List<Integer> connections = List.of();

  @Option(
      names = "--time",
      paramLabel = "DURATION",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "how long each load lasts (default: ${DEFAULT-VALUE})")
  private Duration time = Duration.ofSeconds(5);

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where results go (default: .flyball/bench/api.json)")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    ApiOptions options;
    try {
      options = new ApiOptions(series, connections, time);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Path target = out == null ? Launcher.results("api") : out;
    ResultFile.Run run = ResultFile.begin("api", spec.commandLine().getParseResult());
    try {
      ApiResult result = new ApiRig(options).run();
      run.write(target, result);
      PrintWriter terminal = spec.commandLine().getOut();
      terminal.println(ApiTable.of(ResultFile.read(target)));
      terminal.println("results: " + target);
      terminal.flush();
      return result.loads().stream().allMatch(load -> load.refused() == 0) ? 0 : 1;
    } catch (RigException e) {
      spec.commandLine().getErr().println("flyball bench api: " + e.getMessage());
      return 1;
    }
  }
}
