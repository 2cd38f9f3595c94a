package dev.flyball.controller.cli;

import dev.flyball.controller.cli.ServerFlags.Reached;
import dev.flyball.controller.report.ScalerCells;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code flyball get}: policies in the columns of {@code kubectl get hpa}. */
@Command(
    name = "get",
    description =
        "Lists policies in the columns of kubectl get hpa, with their mode and the reason of their"
            + " state.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:listed, also where there is nothing",
      "1:there is no policy of that name",
      "2:wrong usage",
      "3:no controller answers"
    })
public final class GetCommand implements Callable<Integer> {
  static final int LISTED = 0;
  static final int NOT_FOUND = 1;
  static final int UNREACHABLE = 3;

  private static final String DEFAULT_NAMESPACE = "default";

  /** How policies are printed. */
  enum Output {
    /** A table. */
    table,
    /** A table with all metrics, and with how policies in DryRun compare with their HPAs. */
    wide,
    /** As the controller gives them. */
    json,
    /** The same as YAML. */
    yaml
  }

  @Parameters(
      paramLabel = "[scalers] [NAME]",
      arity = "0..2",
      description = "the word scalers may stand first; a policy's key, or CONFIGMAP/KEY")
  private List<String> words = List.of();

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "namespace of the policies (default: default)")
  private @Nullable String namespace;

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "policies of all namespaces")
  private boolean everywhere;

  @Option(
      names = {"-w", "--watch"},
      description = "go on, and print each that changes; one that goes is printed once more")
  private boolean watch;

  @Option(
      names = "--output-watch-events",
      description = "with -w: say of each whether it was ADDED, MODIFIED or DELETED")
  private boolean events;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table, wide, json or yaml (default: ${DEFAULT-VALUE})")
  private Output output = Output.table;

  @Mixin private ServerFlags flags = new ServerFlags();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private final Clock clock;

  /** The command as users run it. */
  public GetCommand() {
    this(Clock.systemUTC());
  }

  /**
   * @param clock the time that ages are counted to
   */
  GetCommand(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<String> name = name();
    if (everywhere && (namespace != null || name.isPresent())) {
      throw new ParameterException(
          spec.commandLine(), "-A goes with neither -n nor NAME: a name is of one namespace");
    }
    if (events && !watch) {
      throw new ParameterException(spec.commandLine(), "--output-watch-events goes with -w");
    }
    String of = namespace == null ? DEFAULT_NAMESPACE : namespace;
    Optional<String> only = everywhere ? Optional.empty() : Optional.of(of);
    try (ServerFlags open = flags) {
      String path =
          "/api/v1/policies?view=rows"
              + only.map(n -> "&namespace=" + URLEncoder.encode(n, StandardCharsets.UTF_8))
                  .orElse("");
      Optional<Reached> reached = open.find(path);
      if (reached.isEmpty()) {
        return failed(UNREACHABLE, "no controller answers: " + String.join("; ", flags.tried()));
      }
      Scope scope = new Scope(only, name);
      return list(reached.get(), scope);
    }
  }

  private Optional<String> name() {
    List<String> rest = new ArrayList<>(words);
    if (!rest.isEmpty()
        && (rest.getFirst().equals("scalers") || rest.getFirst().equals("scaler"))) {
      rest.removeFirst();
    }
    if (rest.size() > 1) {
      throw new ParameterException(
          spec.commandLine(), "one NAME at most, not " + String.join(" ", rest));
    }
    return rest.isEmpty() ? Optional.empty() : Optional.of(rest.getFirst());
  }

  /** Which policies are wanted. */
  private record Scope(Optional<String> namespace, Optional<String> name) {
    List<JsonNode> of(JsonNode rows) {
      List<JsonNode> found = new ArrayList<>();
      for (JsonNode row : rows) {
        String of = row.path("namespace").asString("");
        boolean there = namespace.isEmpty() || namespace.get().equals(of);
        if (there && (name.isEmpty() || PolicyNames.isNamed(row, of + "/" + name.get()))) {
          found.add(row);
        }
      }
      return found;
    }
  }

  private int list(Reached reached, Scope scope) throws InterruptedException {
    List<JsonNode> rows = scope.of(reached.rows().path("items"));
    if (rows.isEmpty() && scope.name().isPresent() && !watch) {
      return failed(
          NOT_FOUND,
          "there is no policy " + scope.namespace().orElse("") + "/" + scope.name().get());
    }
    if (!reached.rows().path("synced").asBoolean(true)) {
      note("the controller has not read the cluster yet: this may not be all");
    }
    PrintWriter out = spec.commandLine().getOut();
    ScalerTable table = new ScalerTable(everywhere, output == Output.wide, events);
    switch (output) {
      case table, wide -> {
        if (rows.isEmpty() && !watch) {
          return nothing(scope);
        }
        table.all(cells(rows)).forEach(out::println);
      }
      case json -> print(rows, out);
      case yaml -> printYaml(rows, out);
    }
    out.flush();
    if (watch) {
      follow(reached, scope, table, new FollowedRows(rows));
    }
    return LISTED;
  }

  private int nothing(Scope scope) {
    note("there are no policies" + scope.namespace().map(n -> " in namespace " + n).orElse(""));
    return LISTED;
  }

  private List<ScalerCells> cells(List<JsonNode> rows) {
    return rows.stream().map(row -> ScalerTable.cells(row, clock.millis())).toList();
  }

  private void print(List<JsonNode> rows, PrintWriter out) {
    if (watch) {
      rows.forEach(row -> print(new RowChange(RowChange.Fate.ADDED, row), out));
    } else {
      out.println(document(rows).toPrettyString());
    }
  }

  private void printYaml(List<JsonNode> rows, PrintWriter out) {
    if (watch) {
      rows.forEach(row -> printYaml(new RowChange(RowChange.Fate.ADDED, row), out));
    } else {
      out.print(YamlText.of(document(rows)));
    }
  }

  private void print(RowChange change, PrintWriter out) {
    out.println(told(change));
  }

  private void printYaml(RowChange change, PrintWriter out) {
    out.print("---\n" + YamlText.of(told(change)));
  }

  private JsonNode told(RowChange change) {
    ObjectNode event = JsonMapper.shared().createObjectNode();
    return events
        ? event.put("type", change.fate().name()).set("object", change.row())
        : change.row();
  }

  private static ArrayNode document(List<JsonNode> rows) {
    ArrayNode array = JsonMapper.shared().createArrayNode();
    rows.forEach(array::add);
    return array;
  }

  private void follow(Reached reached, Scope scope, ScalerTable table, FollowedRows followed)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    String revision = reached.rows().path("revision").asString("0");
    new RowEvents(reached.connection(), revision)
        .follow(
            event -> {
              for (RowChange change : followed.take(event, scope.of(event.rows()))) {
                switch (output) {
                  case table, wide ->
                      table
                          .changed(change.fate(), ScalerTable.cells(change.row(), clock.millis()))
                          .ifPresent(out::println);
                  case json -> print(change, out);
                  case yaml -> printYaml(change, out);
                }
              }
              return !out.checkError();
            });
  }

  private int failed(int exitCode, String why) {
    note(why);
    return exitCode;
  }

  private void note(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("flyball get: " + text);
    err.flush();
  }
}
