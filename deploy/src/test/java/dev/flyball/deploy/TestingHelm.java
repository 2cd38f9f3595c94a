package dev.flyball.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** Helm with the chart of this module, and a minicluster in which the chart looks things up. */
final class TestingHelm implements AutoCloseable {
  static final Path DEPLOY = Path.of(System.getProperty("basedir", ".")).toAbsolutePath();
  static final Path CHART = DEPLOY.resolve("chart/flyball");
  static final String RELEASE = "flyball";
  static final String NAMESPACE = "flyball-system";
  static final String KUBERNETES = "1.36.0";
  static final YAMLMapper YAML = new YAMLMapper();

  /** Helm renders as this variable says where the cluster is; the build sets it. */
  private static final String KUBECONFIG = System.getenv("KUBECONFIG");

  final Minicluster cluster = Minicluster.builder().build().start();

  private final Map<String, Manifest> rendered = new HashMap<>();

  TestingHelm() {
    cluster.namespace(NAMESPACE);
    cluster.namespace("kube-system");
    register("validatingadmissionpolicies", "ValidatingAdmissionPolicy");
    register("validatingadmissionpolicybindings", "ValidatingAdmissionPolicyBinding");
    if (!System.getProperty("flyball.kubeconfig", "").equals(KUBECONFIG)) {
      throw new IllegalStateException(
          "KUBECONFIG has to be the property flyball.kubeconfig; let Maven run the tests");
    }
    write(Path.of(KUBECONFIG), cluster.kubeconfig());
  }

  private void register(String plural, String kind) {
    cluster.registerResource(
        new ResourceType(
            "admissionregistration.k8s.io",
            "v1",
            plural,
            kind,
            false,
            List.of(),
            true,
            null,
            List.of()));
  }

  /** The chart rendered with these values. */
  Manifest render(ValueSet set) {
    return rendered.computeIfAbsent(set.values, this::render);
  }

  /** The chart rendered with these values, a text of YAML. */
  Manifest render(String values) {
    return Manifest.parse(text(values));
  }

  /** What Helm prints for these values. */
  String text(String values) {
    Path file = temporary("values", ".yaml");
    write(file, values);
    return new Helm(CHART)
        .template()
        .withName(RELEASE)
        .withNamespace(NAMESPACE)
        .withKubeVersion(KUBERNETES)
        .withValuesFile(file)
        .call();
  }

  /**
   * Lints the chart as if these values were its own. Helm's linter knows no namespace, so that what
   * has its name is left out.
   */
  LintResult lint(String values) {
    Path copy = temporaryFolder().resolve("flyball");
    copy(CHART, copy);
    ObjectNode merged = (ObjectNode) YAML.readTree(read(CHART.resolve("values.yaml")));
    merge(merged, YAML.readTree(values));
    merged.put("createNamespace", false);
    write(copy.resolve("values.yaml"), YAML.writeValueAsString(merged));
    return new Helm(copy).lint().strict().call();
  }

  private static void merge(ObjectNode into, JsonNode from) {
    for (var entry : from.properties()) {
      if (into.get(entry.getKey()) instanceof ObjectNode below
          && entry.getValue() instanceof ObjectNode) {
        merge(below, entry.getValue());
      } else if (entry.getValue().isNull()) {
        into.remove(entry.getKey());
      } else {
        into.set(entry.getKey(), entry.getValue());
      }
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void write(Path file, String text) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Path temporary(String prefix, String suffix) {
    try {
      return Files.createTempFile(temporaryFolder(), prefix, suffix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporaryFolder() {
    try {
      Path target = Files.createDirectories(DEPLOY.resolve("target/helm"));
      return Files.createTempDirectory(target, "run");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
