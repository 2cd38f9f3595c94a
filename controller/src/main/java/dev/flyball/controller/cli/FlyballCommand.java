package dev.flyball.controller.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flyball}: the command that all others are below. */
@Command(
    name = "flyball",
    description = "Scales workloads on Kubernetes by CPU, memory and requests per second.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = FlyballCommand.Version.class,
    subcommands = {
      DemoCommand.class,
      RunCommand.class,
      ValidateCommand.class,
      CommandLine.HelpCommand.class
    })
public final class FlyballCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private FlyballCommand() {}

  /** The command line as users have it. */
  public static CommandLine commandLine() {
    return new CommandLine(new FlyballCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "name a command, for example: flyball demo");
  }

  /** The version that the jar names; there is none where classes are run from a folder. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = FlyballCommand.class.getPackage().getImplementationVersion();
      return new String[] {"flyball " + (version == null ? "(built from source)" : version)};
    }
  }
}
