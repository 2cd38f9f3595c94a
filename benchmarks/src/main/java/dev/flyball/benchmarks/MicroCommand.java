package dev.flyball.benchmarks;

import dev.flyball.benchmarks.report.Launcher;
import dev.flyball.benchmarks.report.ResultFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code flyball bench micro}: the JMH suite. */
@Command(
    name = "micro",
    description = "Runs the JMH suite, each benchmark with its allocation rate.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:all ran", "1:a benchmark failed", "2:wrong usage"})
final class MicroCommand implements Callable<Integer> {
  private static final String PACKAGE = "dev\\.flyball\\.";

  @Parameters(
      arity = "0..1",
      paramLabel = "FILTER",
      description = "only benchmarks whose name contains this regular expression, such as decision")
  private String filter = "";

  @Option(
      names = "--quick",
      description = "one fork and short iterations: seconds each, and less exact")
  private boolean quick;

  @Option(
      names = "--smoke",
      description = "each once, in this process: shows that they work, not how fast")
  private boolean smoke;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "where results go (default: .flyball/bench/micro.json)")
  private @Nullable Path out;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    try {
      Pattern.compile(filter);
    } catch (PatternSyntaxException e) {
      throw new ParameterException(
          spec.commandLine(), "'" + filter + "' is no regular expression: " + e.getDescription());
    }
    Path target = out == null ? Launcher.results("micro") : out;
    ResultFile.Run run = ResultFile.begin("micro", spec.commandLine().getParseResult());
    try {
      Path raw = Files.createTempFile("flyball-jmh", ".json");
      try {
        new Runner(options(raw).build()).run();
        run.write(target, withoutFolders(ResultFile.parse(raw)));
      } finally {
        Files.deleteIfExists(raw);
      }
    } catch (NoBenchmarksException e) {
      throw new ParameterException(
          spec.commandLine(), "no benchmark's name contains '" + filter + "'", e);
    } catch (RunnerException e) {
      spec.commandLine().getErr().println("flyball bench micro: " + e.getMessage());
      return 1;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    spec.commandLine().getOut().println("results: " + target);
    return 0;
  }

  /** Without what names folders of this machine: the launcher's own properties, and the JVM. */
  static JsonNode withoutFolders(JsonNode results) {
    for (JsonNode result : results) {
      if (result instanceof ObjectNode benchmark) {
        benchmark.remove("jvm");
      }
      if (result.get("jvmArgs") instanceof ArrayNode arguments) {
        arguments.removeIf(argument -> argument.asString().startsWith("-Dflyball."));
      }
    }
    return results;
  }

  private ChainedOptionsBuilder options(Path raw) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("(?i)" + PACKAGE + ".*" + (filter.isEmpty() ? "" : "(" + filter + ")"))
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true)
            .resultFormat(ResultFormatType.JSON)
            .result(raw.toString());
    if (smoke) {
      // Nothing is timed, so others may use the machine at the same time.
      System.setProperty("jmh.ignoreLock", "true");
      return options
          .forks(0)
          .mode(Mode.SingleShotTime)
          .warmupIterations(0)
          .measurementIterations(1);
    }
    if (quick) {
      TimeValue time = TimeValue.milliseconds(400);
      return options
          .forks(1)
          .warmupIterations(4)
          .warmupTime(time)
          .measurementIterations(5)
          .measurementTime(time);
    }
    return options;
  }
}
