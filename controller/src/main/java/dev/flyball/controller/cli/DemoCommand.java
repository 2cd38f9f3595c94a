package dev.flyball.controller.cli;

import dev.flyball.controller.config.GoDuration;
import dev.flyball.controller.demo.Demo;
import dev.flyball.controller.demo.DemoOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code flyball demo}: a cluster, an application under load and the controller, to look at. */
@Command(
    name = "demo",
    description = {
      "Runs a small cluster, an application under a load that rises and falls, and the controller,"
          + " all in this process and on this machine's loopback addresses alone.",
      "Replicas follow the load by the windows of the policy, which pass ten times as fast as"
          + " written unless told otherwise."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:replicas went up and down as the policy calls for",
      "1:they did not, or the time or, with --no-load, your load was too short for it",
      "2:wrong usage",
      "130:interrupted before the load had risen and fallen"
    })
public final class DemoCommand implements Callable<Integer> {
  @Option(
      names = "--for",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description = "end after this time, such as 90s or 5m (default: at Ctrl-C)")
  private @Nullable Duration runFor;

  @Option(
      names = "--speed",
      paramLabel = "N",
      defaultValue = "10",
      description =
          "how much faster than written windows, periods and load run, 1 to 15 (default:"
              + " ${DEFAULT-VALUE})")
  private double speed;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "port of the controller: dashboard, JSON, metrics (default: ${DEFAULT-VALUE})")
  private int port;

  @Option(
      names = "--lb-port",
      paramLabel = "PORT",
      defaultValue = "8000",
      description = "port of the application's load balancer (default: ${DEFAULT-VALUE})")
  private int balancerPort;

  @Option(
      names = "--no-load",
      description = "generate no load; bring your own: ab -n 10000 -c 100 http://localhost:8000/")
  private boolean noLoad;

  @Option(names = "--plain", description = "print lines instead of drawing, even on a terminal")
  private boolean plain;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /** The command as users run it. */
  public DemoCommand() {}

  @Override
  public Integer call() {
    DemoOptions options;
    try {
      options =
          new DemoOptions(Optional.ofNullable(runFor), port, balancerPort, !noLoad, speed, plain);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    return Demo.run(options);
  }

  /** Reads durations as policies have them: {@code 90s}, {@code 1m30s}. */
  static final class DurationConverter implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return GoDuration.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no duration; write one such as 90s or 5m"));
    }
  }
}
