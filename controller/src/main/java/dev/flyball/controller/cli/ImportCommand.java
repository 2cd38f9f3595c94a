package dev.flyball.controller.cli;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.cli.ClusterAccess.ClusterAccessException;
import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.ManifestObjects;
import dev.flyball.controller.config.ManifestObjects.InvalidManifestException;
import dev.flyball.controller.config.Origin;
import dev.flyball.controller.config.Parsed;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.config.SettingsReader;
import dev.flyball.controller.moving.ClusterApi;
import dev.flyball.controller.moving.ClusterApi.Reply;
import dev.flyball.controller.moving.HpaImport;
import dev.flyball.controller.moving.ImportedPolicy;
import dev.flyball.controller.moving.NamedPolicy;
import dev.flyball.controller.moving.PolicyNames;
import dev.flyball.controller.moving.PolicyWriter;
import dev.flyball.controller.moving.PolicyWriter.Outcome;
import dev.flyball.controller.moving.PolicyWriter.Result;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code flyball import}: policies out of HPAs. */
@Command(
    name = "import",
    description =
        "Makes policies of HorizontalPodAutoscalers, as YAML on the output, into a file, or into"
            + " the cluster. The HPAs stay as they are.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:every HPA has become a policy",
      "1:some have not, or were refused; one line each",
      "2:wrong usage, or HPAs that cannot be read"
    })
public final class ImportCommand implements Callable<Integer> {
  private static final int DONE = 0;
  private static final int REFUSED = 1;
  private static final int UNREADABLE = 2;
  private static final String PAGE = "?limit=500";

  @Option(
      names = {"-A", "--all-namespaces"},
      description = "the HPAs of all namespaces")
  private boolean everywhere;

  @Option(
      names = {"-n", "--namespace"},
      paramLabel = "NS",
      description = "the HPAs of this namespace (default: that of the kubeconfig's context)")
  private @Nullable String namespace;

  @Option(
      names = {"-f", "--filename"},
      paramLabel = "FILE",
      description = "read HPAs from this file instead of from the cluster")
  private @Nullable Path file;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "write the policies into this file")
  private @Nullable Path output;

  @Option(
      names = "--apply",
      description = "write the policies into the cluster, and a line for each")
  private boolean apply;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "DryRun",
      description = "the mode they begin with: DryRun, Paused or Active (default: DryRun)")
  private Mode mode = Mode.DryRun;

  @Option(
      names = "--settings-namespace",
      paramLabel = "NS",
      defaultValue = ControllerOptions.DEFAULT_NAMESPACE,
      description =
          "where ConfigMap flyball-settings is, for the series there are (default:"
              + " ${DEFAULT-VALUE})")
  private String settingsNamespace = ControllerOptions.DEFAULT_NAMESPACE;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "how the cluster is reached (default: as flyball run does)")
  private @Nullable Path kubeconfig;

  @Spec private CommandSpec spec = CommandSpec.create(); // replaced by picocli

  /** The command as users run it. */
  public ImportCommand() {}

  @Override
  public Integer call() {
    checkUsage();
    try {
      if (file != null && !apply) {
        String place = namespace == null ? "default" : namespace;
        List<ObjectNode> hpas = ofFile(file);
        return write(
            new HpaImport(Settings.DEFAULT, mode).all(hpas, place),
            new PolicyNames((name, policy) -> false));
      }
      try (ClusterCalls cluster = ClusterCalls.open(kubeconfig)) {
        return withCluster(cluster);
      }
    } catch (ClusterAccessException | InvalidManifestException | UnreadableException e) {
      return unreadable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return unreadable(file + ": " + ClusterAccess.reason(e));
    }
  }

  private void checkUsage() {
    String wrong = null;
    if (everywhere && namespace != null) {
      wrong = "-A and -n exclude each other";
    } else if (apply && output != null) {
      wrong = "--apply and -o exclude each other";
    } else if (file != null && everywhere) {
      wrong = "-A is for HPAs of the cluster, not of a file";
    }
    if (wrong != null) {
      throw new ParameterException(spec.commandLine(), wrong);
    }
  }

  private int withCluster(ClusterCalls cluster)
      throws IOException, InvalidManifestException, UnreadableException {
    ClusterApi api = cluster.api();
    String place = namespace == null ? cluster.namespace() : namespace;
    List<ObjectNode> hpas = file == null ? ofCluster(api, place) : ofFile(file);
    List<ImportedPolicy> policies = new HpaImport(settings(api), mode).all(hpas, place);
    PolicyWriter writer = new PolicyWriter(api);
    PolicyNames names = new PolicyNames(writer::isSomebodyElses);
    return apply ? apply(policies, names, writer) : write(policies, names);
  }

  private static List<ObjectNode> ofFile(Path file) throws IOException, InvalidManifestException {
    String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    return ManifestObjects.read(file.toString(), text).stream()
        .filter(o -> o.path("kind").asString("").equals("HorizontalPodAutoscaler"))
        .toList();
  }

  private List<ObjectNode> ofCluster(ClusterApi api, String place) throws UnreadableException {
    String path =
        "/apis/autoscaling/v2/"
            + (everywhere ? "" : "namespaces/" + place + "/")
            + "horizontalpodautoscalers"
            + PAGE;
    List<ObjectNode> hpas = new ArrayList<>();
    String next = "";
    do {
      Reply reply = api.get(path + (next.isEmpty() ? "" : "&continue=" + next));
      if (!reply.ok()) {
        throw new UnreadableException("the HPAs cannot be read: " + reply.why());
      }
      ObjectNode list = reply.object();
      for (JsonNode item : list.path("items")) {
        // Items of a list do not say what they are.
        hpas.add(((ObjectNode) item).put("apiVersion", "autoscaling/v2"));
      }
      next = list.path("metadata").path("continue").asString("");
    } while (!next.isEmpty());
    return hpas;
  }

  /** The settings in force; those by default where there are none that can be read. */
  private Settings settings(ClusterApi api) {
    String name = settingsNamespace + "/configmaps/" + ConfigMapText.SETTINGS_NAME;
    Reply reply = api.get("/api/v1/namespaces/" + name);
    JsonNode text = reply.object().path("data").path(ConfigMapText.SETTINGS_KEY);
    return reply.ok()
            && SettingsReader.read(text.asString(""), Origin.file(ConfigMapText.SETTINGS_NAME))
                instanceof Parsed.Valid<Settings> valid
        ? valid.value()
        : Settings.DEFAULT;
  }

  private int write(List<ImportedPolicy> policies, PolicyNames names) throws UnreadableException {
    StringBuilder yaml = new StringBuilder();
    for (ImportedPolicy policy : policies) {
      if (policy.isUsable()) {
        yaml.append(yaml.isEmpty() ? "" : "---\n").append(names.name(policy).yaml());
      }
    }
    if (output == null) {
      spec.commandLine().getOut().print(yaml);
      spec.commandLine().getOut().flush();
    } else {
      try {
        Files.writeString(output, yaml);
      } catch (IOException e) {
        throw new UnreadableException(output + ": " + ClusterAccess.reason(e));
      }
    }
    return complain(policies) ? REFUSED : DONE;
  }

  private int apply(List<ImportedPolicy> policies, PolicyNames names, PolicyWriter writer) {
    PrintWriter out = spec.commandLine().getOut();
    boolean refused = false;
    for (ImportedPolicy policy : policies) {
      if (policy.isUsable()) {
        NamedPolicy named = names.name(policy);
        Outcome outcome = writer.write(named);
        out.println(
            "configmap "
                + policy.namespace()
                + "/"
                + named.configMap()
                + " "
                + outcome.result().name().toLowerCase(Locale.ROOT)
                + (outcome.why().isEmpty() ? "" : ": " + outcome.why()));
        refused |= outcome.result() == Result.REFUSED;
      }
    }
    out.flush();
    return complain(policies) || refused ? REFUSED : DONE;
  }

  /** Names the HPAs that could not become policies; gives whether there are any. */
  private boolean complain(List<ImportedPolicy> policies) {
    PrintWriter err = spec.commandLine().getErr();
    boolean any = false;
    for (ImportedPolicy policy : policies) {
      for (String problem : policy.problems()) {
        err.println("hpa " + policy.namespace() + "/" + policy.hpa() + ": " + problem);
        any = true;
      }
    }
    if (policies.isEmpty()) {
      err.println("no HorizontalPodAutoscalers found");
    }
    err.flush();
    return any;
  }

  private int unreadable(String why) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("flyball import: " + why);
    err.flush();
    return UNREADABLE;
  }

  /** HPAs that cannot be read, or a file that cannot be written. */
  private static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }
}
