package dev.flyball.controller.cli;

import dev.flyball.controller.cli.ServerFlags.Reached;
import dev.flyball.core.decide.Language;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
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
import tools.jackson.databind.node.ObjectNode;

/** {@code flyball explain}: how a decision came about, and what would change it. */
@Command(
    name = "explain",
    description =
        "Says how a policy's decision came about, step by step, and what would have to change for"
            + " another outcome; of a policy in DryRun beside an HPA, how they agree. Where no"
            + " controller answers, the last decision is read from the policy's status.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:explained",
      "1:there is no such policy, or nothing is kept of that time",
      "2:wrong usage, or a name that several policies have",
      "3:neither a controller nor a status can be read"
    })
public final class ExplainCommand implements Callable<Integer> {
  static final int EXPLAINED = 0;
  static final int NOTHING = 1;
  static final int AMBIGUOUS = 2;
  static final int UNREACHABLE = 3;

  private static final String AGREEMENT = "agreement";

  /** How an explanation is printed. */
  enum Output {
    /** For people. */
    text,
    /** As the controller gives it. */
    json
  }

  @Parameters(
      paramLabel = "NS/NAME",
      description =
          "the policy by its namespace and key; NS/CONFIGMAP/KEY where several have that key")
  private String policy = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "the decision of 12:01, 12:01:15, -5m or an RFC 3339 time (default: the last)")
  private @Nullable String at;

  @Option(
      names = "--lang",
      paramLabel = "LANG",
      description = "en or ko (default: by $LC_ALL or $LANG)")
  private @Nullable String language;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE})")
  private Output output = Output.text;

  @Mixin private ServerFlags flags = new ServerFlags();

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  private final Clock clock;
  private final Map<String, String> environment;

  /** The command as users run it. */
  public ExplainCommand() {
    this(Clock.system(ZoneId.systemDefault()), System.getenv());
  }

  /**
   * @param clock the time, in the zone of the reader
   * @param environment where the language is taken from
   */
  ExplainCommand(Clock clock, Map<String, String> environment) {
    this.clock = clock;
    this.environment = environment;
  }

  @Override
  public Integer call() {
    int slash = policy.indexOf('/');
    if (slash <= 0 || slash == policy.length() - 1) {
      throw new ParameterException(
          spec.commandLine(), "name a policy as NS/NAME or NS/CONFIGMAP/KEY, not '" + policy + "'");
    }
    Language wanted = language();
    Optional<Instant> time = time();
    String namespace = policy.substring(0, slash);
    try (ServerFlags open = flags) {
      Optional<Reached> reached =
          open.find("/api/v1/policies?view=rows&namespace=" + encoded(namespace));
      String name = policy.substring(slash + 1);
      return reached.isPresent()
          ? explain(reached.get(), namespace + "/" + name, wanted, time)
          : fromStatus(namespace, name, wanted);
    }
  }

  private Language language() {
    if (language != null) {
      String tag = language;
      return Language.of(tag)
          .orElseThrow(
              () ->
                  new ParameterException(
                      spec.commandLine(), "--lang is en or ko, not '" + tag + "'"));
    }
    String locale = environment.getOrDefault("LC_ALL", environment.getOrDefault("LANG", ""));
    return Language.of(locale).orElse(Language.English);
  }

  private Optional<Instant> time() {
    try {
      return at == null
          ? Optional.empty()
          : Optional.of(TimeArgument.parse(at, ZonedDateTime.now(clock)));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--at: " + e.getMessage());
    }
  }

  private int explain(Reached reached, String name, Language wanted, Optional<Instant> time) {
    List<JsonNode> found = PolicyNames.named(reached.rows().path("items"), name);
    if (found.isEmpty()) {
      return failed(NOTHING, "there is no policy " + name);
    }
    if (found.size() > 1) {
      return ambiguous(name, found.stream().map(r -> r.path("id").asString()).toList());
    }
    String id = found.getFirst().path("id").asString();
    String path =
        "/api/v1/policies/"
            + id
            + "/explanation?lang="
            + wanted.tag()
            + "&tz="
            + encoded(clock.getZone().getId())
            + time.map(t -> "&at=" + t.toEpochMilli()).orElse("");
    try {
      Answer answer = reached.connection().get(path);
      if (!answer.ok()) {
        return failed(NOTHING, answer.error());
      }
      JsonNode row = found.getFirst();
      JsonNode explanation = answer.json();
      if (row.has(AGREEMENT) && explanation instanceof ObjectNode object) {
        addAgreement(reached, id, wanted, object);
      }
      return print(explanation, row, wanted);
    } catch (IOException e) {
      return failed(UNREACHABLE, reached.connection().where() + ": " + e.getMessage());
    }
  }

  /** How it compares with the HPA beside it; nothing where that has ended meanwhile. */
  private void addAgreement(Reached reached, String id, Language wanted, ObjectNode to)
      throws IOException {
    String path =
        "/api/v1/policies/"
            + id
            + "?lang="
            + wanted.tag()
            + "&tz="
            + encoded(clock.getZone().getId());
    JsonNode agreement = reached.connection().get(path).json().path(AGREEMENT);
    if (agreement.isObject()) {
      to.set(AGREEMENT, agreement);
    }
  }

  private int ambiguous(String name, List<String> ids) {
    return failed(
        AMBIGUOUS, name + " may be any of " + String.join(", ", ids) + "; name it in full");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private int print(JsonNode explanation, JsonNode row, Language wanted) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case text -> {
        new ExplanationText(explanation, wanted, clock.getZone()).print(row, out);
        print(explanation.path(AGREEMENT), wanted, out);
      }
      case json -> out.println(explanation.toPrettyString());
    }
    out.flush();
    return EXPLAINED;
  }

  private void print(JsonNode agreement, Language wanted, PrintWriter out) {
    if (agreement.isObject()) {
      out.println();
      new AgreementLines(agreement, wanted, clock.getZone()).lines().forEach(out::println);
    }
  }

  /** The last decision as the policy's status has it. */
  private int fromStatus(String namespace, String name, Language wanted) {
    Optional<ApiServer> cluster = flags.cluster();
    if (cluster.isEmpty()) {
      return failed(UNREACHABLE, "no controller answers: " + String.join("; ", flags.tried()));
    }
    try {
      List<StatusText> found = StatusText.named(cluster.get(), namespace, name);
      if (found.size() > 1) {
        return ambiguous(namespace + "/" + name, found.stream().map(StatusText::id).toList());
      }
      if (found.isEmpty()) {
        return failed(
            UNREACHABLE,
            "no controller answers ("
                + String.join("; ", flags.tried())
                + "), and no status of "
                + namespace
                + "/"
                + name
                + " was found");
      }
      note(
          "no controller answers; this is the last decision that its status has"
              + (wanted == Language.Korean ? ", in English" : "")
              + (at == null ? "" : "; --at needs a controller"));
      return print(found.getFirst());
    } catch (IOException e) {
      return failed(UNREACHABLE, cluster.get().where() + ": " + e.getMessage());
    }
  }

  private int print(StatusText status) {
    PrintWriter out = spec.commandLine().getOut();
    switch (output) {
      case text -> {
        out.println(status.id() + System.lineSeparator() + status.sentence());
        print(status.document().path(AGREEMENT), Language.English, out);
      }
      case json -> out.println(status.document().toPrettyString());
    }
    out.flush();
    return at == null ? EXPLAINED : NOTHING;
  }

  private int failed(int exitCode, String why) {
    note(why);
    return exitCode;
  }

  private void note(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("flyball explain: " + text);
    err.flush();
  }
}
