package dev.flyball.controller.cli;

import dev.flyball.controller.config.CheckedDocument;
import dev.flyball.controller.config.ManifestChecker;
import dev.flyball.controller.config.ManifestChecker.Assume;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code flyball validate}: checks policies and settings without a cluster. */
@Command(
    name = "validate",
    description =
        "Checks policies and settings: bare specs, HorizontalPodAutoscalers, ConfigMaps and lists"
            + " of them, as YAML or JSON.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:everything is valid",
      "1:a problem was found; one line each",
      "2:wrong usage, or a file that cannot be read"
    })
public final class ValidateCommand implements Callable<Integer> {
  static final int VALID = 0;
  static final int PROBLEMS = 1;
  static final int UNREADABLE = 2;

  private static final String STANDARD_INPUT = "-";

  /** How results are printed. */
  enum Output {
    /** A line a problem and a summary. */
    text,
    /** One object. */
    json
  }

  @Parameters(
      paramLabel = "FILE",
      arity = "1..*",
      description = "files, folders (searched for *.yaml, *.yml and *.json), or - for input")
  private List<String> files = List.of();

  @Option(names = "--settings", description = "documents without kind are settings, not policies")
  private boolean settings;

  @Option(
      names = {"-v", "--verbose"},
      description = "name what was skipped, too")
  private boolean verbose;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "text or json (default: ${DEFAULT-VALUE})",
      defaultValue = "text")
  private Output output = Output.text;

  @Spec private CommandSpec spec;

  private final InputStream input;
  private boolean unreadable;

  /** The command as users run it. */
  public ValidateCommand() {
    this(System.in);
  }

  /**
   * @param input what {@code -} reads
   */
  ValidateCommand(InputStream input) {
    this.input = input;
    this.spec = CommandSpec.create(); // replaced by picocli
  }

  @Override
  public Integer call() {
    List<CheckedDocument> results = new ArrayList<>();
    for (String file : files) {
      results.addAll(check(file));
    }
    PrintWriter out = spec.commandLine().getOut();
    ValidationReport report = new ValidationReport(results);
    switch (output) {
      case text -> report.printText(out, verbose);
      case json -> report.printJson(out);
    }
    out.flush();
    if (unreadable) {
      return UNREADABLE;
    }
    return report.hasProblems() ? PROBLEMS : VALID;
  }

  private List<CheckedDocument> check(String file) {
    if (file.equals(STANDARD_INPUT)) {
      return checkInput();
    }
    Path path = Path.of(file);
    if (!Files.isDirectory(path)) {
      return checkFile(path, assume(path, Assume.POLICY));
    }
    List<CheckedDocument> results = new ArrayList<>();
    for (Path found : manifestsBelow(path)) {
      results.addAll(checkFile(found, assume(found, Assume.POLICY_BY_FIELDS)));
    }
    return results;
  }

  private Assume assume(Path path, Assume otherwise) {
    Path name = path.getFileName();
    boolean named = name != null && name.toString().matches("settings\\.(yaml|yml|json)");
    return settings || named ? Assume.SETTINGS : otherwise;
  }

  private List<CheckedDocument> checkInput() {
    try {
      String text = new String(input.readAllBytes(), StandardCharsets.UTF_8);
      Assume assume = settings ? Assume.SETTINGS : Assume.POLICY;
      return ManifestChecker.check("stdin", text, assume);
    } catch (IOException e) {
      return unreadable(STANDARD_INPUT, e);
    }
  }

  private List<CheckedDocument> checkFile(Path path, Assume assume) {
    try {
      String text = new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
      return ManifestChecker.check(path.toString(), text, assume);
    } catch (IOException e) {
      return unreadable(path.toString(), e);
    }
  }

  private List<Path> manifestsBelow(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(path -> path.toString().matches(".*\\.(yaml|yml|json)"))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      unreadable(folder.toString(), e);
      return List.of();
    }
  }

  private List<CheckedDocument> unreadable(String file, Exception cause) {
    unreadable = true;
    String why =
        cause instanceof NoSuchFileException
            ? "no such file"
            : "cannot be read (" + cause.getMessage() + ")";
    PrintWriter err = spec.commandLine().getErr();
    err.println(file + ": " + why);
    err.flush();
    return List.of();
  }
}
