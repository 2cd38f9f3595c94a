package dev.flyball.controller.cli;

import java.io.PrintWriter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    versionProvider = FlyballCommand.Version.class)
public final class FlyballCommand implements Runnable {
  /** By the name that each has; in the order in which they are told. */
  private static final Map<String, Class<?>> COMMANDS = commands();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private FlyballCommand() {}

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("demo", DemoCommand.class);
    commands.put("explain", ExplainCommand.class);
    commands.put("get", GetCommand.class);
    commands.put("handback", HandbackCommand.class);
    commands.put("import", ImportCommand.class);
    commands.put("run", RunCommand.class);
    commands.put("takeover", TakeoverCommand.class);
    commands.put("validate", ValidateCommand.class);
    commands.put("help", CommandLine.HelpCommand.class);
    return Collections.unmodifiableMap(commands);
  }

  /** The command line as users have it. */
  public static CommandLine commandLine() {
    return commandLine(COMMANDS.values());
  }

  /**
   * The command line for these arguments. Where the first of them names a command, it has no other
   * one: making one takes picocli some 20 ms, of all that a start takes.
   */
  public static CommandLine commandLineFor(String... arguments) {
    Class<?> named = arguments.length == 0 ? null : COMMANDS.get(arguments[0]);
    return named == null || named == CommandLine.HelpCommand.class
        ? commandLine()
        : commandLine(List.of(named));
  }

  private static CommandLine commandLine(Collection<Class<?>> commands) {
    CommandLine commandLine = new CommandLine(new FlyballCommand());
    for (Class<?> command : commands) {
      CommandLine subcommand = new CommandLine(command);
      subcommand.getCommandSpec().versionProvider(new Version());
      commandLine.addSubcommand(subcommand);
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
