package dev.flyball.controller.moving;

import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.Origin;
import dev.flyball.controller.config.Parsed;
import dev.flyball.controller.config.PolicyReader;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.config.Series;
import dev.flyball.controller.config.Settings;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes policies of HPAs. */
public final class HpaImport {
  /**
   * Labels by which a tool finds what belongs to it. It would take the policy for its own, and
   * delete it as something that its sources do not have. Argo CD goes by the label instance.
   */
  private static final Pattern OWNERSHIP =
      Pattern.compile(
          "(app\\.kubernetes\\.io/(managed-by|instance)"
              + "|heritage|release|helm\\.sh/.*"
              + "|([a-z0-9-]+\\.)*(argoproj\\.io|fluxcd\\.io|keda\\.sh|cattle\\.io|k14s\\.io)/.*"
              + "|(kustomize|helm)\\.toolkit\\..*|addonmanager\\.kubernetes\\.io/.*"
              + "|applyset\\.kubernetes\\.io/.*|olm\\..*|flyball\\.dev/.*)");

  private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";
  private static final String HIDDEN = "autoscaling.alpha.kubernetes.io/";

  private final Settings settings;
  private final Mode mode;

  /**
   * An import.
   *
   * @param settings those under which the policies are going to be, for the series there are
   * @param mode the mode that policies begin with
   */
  public HpaImport(Settings settings, Mode mode) {
    this.settings = settings;
    this.mode = mode;
  }

  /**
   * Makes policies of HPAs; never throws for what they say.
   *
   * @param hpas objects of {@code autoscaling/v2} or {@code v1}
   * @param namespace namespace of those that name none
   */
  public List<ImportedPolicy> all(List<ObjectNode> hpas, String namespace) {
    Map<String, List<String>> byTarget = new HashMap<>();
    for (ObjectNode hpa : hpas) {
      byTarget.computeIfAbsent(target(hpa, namespace), t -> new ArrayList<>()).add(name(hpa));
    }
    List<ImportedPolicy> policies = new ArrayList<>();
    for (ObjectNode hpa : hpas) {
      List<String> rivals = new ArrayList<>(byTarget.get(target(hpa, namespace)));
      rivals.remove(name(hpa));
      policies.add(one(hpa, namespace, rivals));
    }
    return policies;
  }

  private static String name(ObjectNode hpa) {
    return hpa.path("metadata").path("name").asString("");
  }

  private static String target(ObjectNode hpa, String namespace) {
    JsonNode ref = hpa.path("spec").path("scaleTargetRef");
    return hpa.path("metadata").path("namespace").asString(namespace)
        + "/"
        + ref.path("kind").asString("")
        + "/"
        + ref.path("name").asString("");
  }

  private ImportedPolicy one(ObjectNode hpa, String namespace, List<String> rivals) {
    JsonNode metadata = hpa.path("metadata");
    List<String> problems = new ArrayList<>();
    Notes notes = new Notes();
    for (String rival : rivals) {
      notes.add(
          "",
          "HorizontalPodAutoscaler "
              + rival
              + " scales the same object. Only one policy"
              + " of an object may be Active.");
    }
    ObjectNode spec = spec(hpa, notes, problems);
    remarkMetrics(spec, notes);
    spec.putObject("flyball").put("mode", mode.name());
    String text = YamlText.of(spec, notes, 0);
    Origin origin =
        Origin.file(
            "HorizontalPodAutoscaler "
                + metadata.path("namespace").asString(namespace)
                + "/"
                + name(hpa));
    if (problems.isEmpty()
        && PolicyReader.read(text, origin) instanceof Parsed.Invalid<?> invalid) {
      invalid.problems().stream().map(HpaImport::withoutLine).forEach(problems::add);
    }
    List<String> remarks = new ArrayList<>();
    Map<String, String> labels = labels(metadata, remarks);
    remarkRest(metadata, remarks);
    return new ImportedPolicy(
        metadata.path("namespace").asString(namespace),
        name(hpa),
        labels,
        problems.isEmpty() ? text : "",
        remarks,
        problems);
  }

  /** The line is one of a text that nobody sees. */
  private static String withoutLine(Problem problem) {
    return (problem.field().isEmpty() ? "" : problem.field() + ": ")
        + problem.what()
        + "; "
        + problem.remedy();
  }

  private static ObjectNode spec(ObjectNode hpa, Notes notes, List<String> problems) {
    HpaSpec reader = new HpaSpec(notes);
    if (!hpa.path("apiVersion").asString("").equals("autoscaling/v1")) {
      if (!hpa.path("apiVersion").asString("").equals("autoscaling/v2")) {
        problems.add("apiVersion: " + hpa.path("apiVersion") + " is not read; give autoscaling/v2");
      }
      return reader.v2(hpa.path("spec"));
    }
    for (String annotation : hpa.path("metadata").path("annotations").propertyNames()) {
      if (annotation.startsWith(HIDDEN)
          && !annotation.endsWith("conditions")
          && !annotation.endsWith("/current-metrics")) {
        problems.add(
            "annotation "
                + annotation
                + " holds what autoscaling/v1 has no field for;"
                + " give the output of kubectl get hpa.v2.autoscaling -o yaml");
      }
    }
    return reader.v1(hpa.path("spec"));
  }

  private void remarkMetrics(ObjectNode spec, Notes notes) {
    int index = 0;
    for (JsonNode metric : spec.path("metrics")) {
      String path = "metrics[" + index++ + "]";
      String type = metric.path("type").asString("");
      switch (type) {
        case "Resource", "ContainerResource" -> {
          String resource =
              metric
                  .path(type.equals("Resource") ? "resource" : "containerResource")
                  .path("name")
                  .asString("");
          if (!resource.equals("cpu") && !resource.equals("memory")) {
            notes.add(
                path, "metrics.k8s.io has cpu and memory alone: this metric will be missing.");
          }
        }
        case "Pods" -> {
          JsonNode pods = metric.path("pods");
          remarkSource(pods, path, "custom.metrics.k8s.io", notes);
          if (isScraped(pods) && pods.path("metric").has("selector")) {
            notes.add(
                path,
                "Flyball scrapes this series, which then has no labels for a selector to match: the"
                    + " metric will be missing.");
          }
        }
        case "Object" -> remarkSource(metric.path("object"), path, "custom.metrics.k8s.io", notes);
        case "External" ->
            remarkSource(metric.path("external"), path, "external.metrics.k8s.io", notes);
        default -> {} // The reader of policies says what is wrong.
      }
    }
  }

  private boolean isScraped(JsonNode metric) {
    String name = metric.path("metric").path("name").asString("");
    return settings.series().stream()
        .anyMatch(s -> s.name().equals(name) && s.source() instanceof Series.Scrape);
  }

  private void remarkSource(JsonNode metric, String path, String api, Notes notes) {
    String name = metric.path("metric").path("name").asString("");
    if (settings.series().stream().noneMatch(s -> s.name().equals(name))) {
      boolean rules = !settings.rules().isEmpty() || !settings.externalRules().isEmpty();
      notes.add(
          path,
          name
              + " is no series of the settings"
              + (rules ? ", though their rules may give it" : "")
              + ": Flyball asks "
              + api
              + " of another adapter for it, if there is one.");
    }
  }

  private static Map<String, String> labels(JsonNode metadata, List<String> remarks) {
    Map<String, String> labels = new TreeMap<>();
    List<String> dropped = new ArrayList<>();
    for (Map.Entry<String, JsonNode> label : metadata.path("labels").properties()) {
      String value = label.getValue().asString("");
      if (OWNERSHIP.matcher(label.getKey()).matches()) {
        dropped.add(label.getKey() + ": " + value);
      } else {
        labels.put(label.getKey(), value);
      }
    }
    if (!dropped.isEmpty()) {
      remarks.add(
          "Labels not carried over, as the tools that own the HPA go by them: "
              + String.join(", ", dropped));
    }
    labels.put(ConfigMapText.TYPE_LABEL, ConfigMapText.POLICY_TYPE);
    return labels;
  }

  private static void remarkRest(JsonNode metadata, List<String> remarks) {
    String annotations =
        metadata.path("annotations").propertyNames().stream()
            .filter(name -> !name.equals(LAST_APPLIED))
            .sorted()
            .collect(Collectors.joining(", "));
    if (!annotations.isEmpty()) {
      remarks.add("Annotations not carried over: " + annotations);
    }
    for (JsonNode owner : metadata.path("ownerReferences")) {
      remarks.add(
          "The HPA belongs to "
              + owner.path("kind").asString("")
              + " "
              + owner.path("name").asString("")
              + ", which makes it anew when it is deleted:"
              + " see to that before this policy becomes Active.");
    }
  }
}
