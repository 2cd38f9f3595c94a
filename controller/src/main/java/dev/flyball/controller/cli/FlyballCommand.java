package dev.flyball.controller.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code flyball}: the command that all others are below. */
@Command(
    name = "flyball",
    description = "Scales workloads on Kubernetes by CPU, memory and requests per second.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = FlyballCommand.Version.class,
    subcommands = {
      DemoCommand.class,
      ExplainCommand.class,
      GetCommand.class,
      HandbackCommand.class,
      ImportCommand.class,
      RunCommand.class,
      TakeoverCommand.class,
      ValidateCommand.class,
      CommandLine.HelpCommand.class
    })
public final class FlyballCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private FlyballCommand() {}

  /** The command line as users have it. */
  public static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new FlyballCommand());
    for (CommandLine subcommand : commandLine.getSubcommands().values()) {
      subcommand.getCommandSpec().versionProvider(new Version());
    }
    return commandLine.setParameterExceptionHandler(FlyballCommand::wrongUsage);
  }

  /** What is wrong and where the usage stands; the whole usage would hide it. */
  private static int wrongUsage(ParameterException wrong, String[] arguments) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("'" + name + " --help' tells more.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
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
