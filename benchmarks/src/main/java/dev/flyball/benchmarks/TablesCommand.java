package dev.flyball.benchmarks;

import dev.flyball.benchmarks.report.Launcher;
import dev.flyball.benchmarks.report.Tables;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flyball bench tables}: result files into {@code benchmarks/README.md}. */
@Command(
    name = "tables",
    description = {
      "Writes the tables in benchmarks/README.md from the files in benchmarks/results.",
      "A benchmark puts its results there with --out benchmarks/results/NAME.json."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the tables are those of the files",
      "1:with --check: they are not",
      "2:wrong usage"
    })
final class TablesCommand implements Callable<Integer> {
  @Option(names = "--check", description = "change nothing, and tell whether tables are stale")
  private boolean check;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  @Override
  public Integer call() {
    Path document = Launcher.root().resolve("benchmarks/README.md");
    PrintWriter out = spec.commandLine().getOut();
    try {
      String updated = Tables.update(document);
      if (updated.equals(Files.readString(document))) {
        out.println(document + " is as its results are");
        return 0;
      }
      if (check) {
        out.println(document + " is stale: run ./flyball bench tables");
        return 1;
      }
      Files.writeString(document, updated);
      out.println("wrote " + document);
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + document, e);
    }
  }
}
