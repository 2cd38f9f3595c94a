package dev.flyball.benchmarks;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code flyball bench}: the command that all benchmarks are below. */
@Command(
    name = "flyball bench",
    description = "Measures how fast Flyball is.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      MicroCommand.class,
      ScaleCommand.class,
      ReactionCommand.class,
      ApiCommand.class,
      TablesCommand.class,
      CommandLine.HelpCommand.class
    })
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private BenchCommand() {}

  /** The command line as users have it. */
  public static CommandLine commandLine() {
    return new CommandLine(new BenchCommand());
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "name a benchmark, for example: flyball bench micro --quick");
  }
}
