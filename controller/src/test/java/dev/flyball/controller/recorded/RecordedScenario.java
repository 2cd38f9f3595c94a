package dev.flyball.controller.recorded;

import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.vectors.VectorFile;
import dev.flyball.core.vectors.VectorReplay;
import dev.flyball.core.vectors.VectorScenario;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A recorded scenario: an HPA, and at each step what there was and what it decided. Immutable. */
public final class RecordedScenario {
  private final VectorScenario scenario;
  private final JsonNode json;

  private RecordedScenario(VectorScenario scenario) {
    this.scenario = scenario;
    this.json = scenario.json();
  }

  /** All that are recorded. */
  public static List<RecordedScenario> all() {
    List<RecordedScenario> scenarios = new ArrayList<>();
    try {
      VectorFile.forEach(scenario -> scenarios.add(new RecordedScenario(scenario)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return List.copyOf(scenarios);
  }

  /**
   * CPU and memory of a pod come as one sample, and a metric has one value at a time; the recorder
   * gave each metric of a scenario times and values of its own, which no cluster can show.
   */
  public boolean canBeShown() {
    Set<Object> names = new HashSet<>();
    int usages = 0;
    for (MetricSpec metric : policy().metrics()) {
      boolean isNew =
          switch (metric) {
            case MetricSpec.Resource m -> usages++ == 0;
            case MetricSpec.ContainerResource m -> usages++ == 0;
            case MetricSpec.Pods m -> names.add("pods " + m.metric());
            case MetricSpec.ObjectMetric m -> names.add("object " + m.metric());
            case MetricSpec.External m -> names.add("external " + m.metric());
          };
      if (!isNew) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same as an API server would tell it: times of pods and samples in whole seconds, memory in
   * whole bytes.
   */
  public RecordedScenario inWholeUnits() {
    JsonNode whole = json.deepCopy();
    for (JsonNode step : whole.path("steps")) {
      for (JsonNode pod : step.path("pods")) {
        round((ObjectNode) pod, "startedAt");
        round((ObjectNode) pod, "readySince");
      }
      for (int i = 0; i < step.path("metrics").size(); i++) {
        for (JsonNode sample : step.path("metrics").path(i).path("pods")) {
          round((ObjectNode) sample, "at");
          if (usage(i).filter(u -> u.resource().equals("memory")).isPresent()) {
            round((ObjectNode) sample, "milli");
          }
        }
      }
    }
    return new RecordedScenario(new VectorScenario(whole));
  }

  private static void round(ObjectNode node, String field) {
    if (node.has(field)) {
      node.put(field, Math.floorDiv(node.path(field).asLong(), 1000) * 1000);
    }
  }

  /** So many steps from the first on are decided as recorded, by the decision function alone. */
  public int stepsDecidedAsRecorded() {
    VectorReplay replay = new VectorReplay(scenario);
    List<VectorScenario.Step> steps = scenario.steps();
    for (int i = 0; i < steps.size(); i++) {
      Map<String, JsonNode> is = replay.step(steps.get(i));
      JsonNode should = steps.get(i).expect();
      if (is.get("desired").asInt() != should.path("desired").asInt()
          || is.get("rescaled").asBoolean() != should.path("rescaled").asBoolean(false)) {
        return i;
      }
    }
    return steps.size();
  }

  /** Its name. */
  public String id() {
    return scenario.id();
  }

  /** The HPA's spec, with the API server's defaults. */
  public Policy policy() {
    return scenario.policy();
  }

  /** The scenario as the decision function takes it. */
  public VectorScenario vectors() {
    return scenario;
  }

  /** The HPA as its user wrote it. */
  public ObjectNode hpa(String namespace) {
    ObjectNode hpa = JsonMapper.shared().createObjectNode();
    hpa.put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
    hpa.putObject("metadata").put("name", "web").put("namespace", namespace);
    hpa.set("spec", json.path("spec"));
    return hpa;
  }

  /** The settings that say what the flags of the HPA's controller said. */
  public String settings() {
    JsonNode flags = json.path("settings");
    return """
        syncPeriod: 30s
        usageInterval: 30s
        tolerance: %s
        downscaleStabilization: %ds
        cpuInitializationPeriod: %ds
        initialReadinessDelay: %ds
        architectures: []
        series: [{name: of_nobody, scrape: {gauge: of_nobody}}]
        """
        .formatted(
            flags.path("tolerance").asString(),
            flags.path("downscaleStabilizationSeconds").asLong(),
            flags.path("cpuInitializationPeriodSeconds").asLong(),
            flags.path("initialReadinessDelaySeconds").asLong());
  }

  /** How many steps there are. */
  public int steps() {
    return json.path("steps").size();
  }

  /** What there was at a step. Times in it are milliseconds since the scenario began. */
  public JsonNode step(int number) {
    return json.path("steps").path(number);
  }

  /**
   * The status of the HPA after a step.
   *
   * @param beginMillis when the scenario began, in epoch milliseconds
   */
  public ObjectNode hpaStatus(int number, long beginMillis) {
    JsonNode expect = step(number).path("expect");
    ObjectNode status = JsonMapper.shared().createObjectNode();
    status.put("currentReplicas", step(number).path("specReplicas").asInt());
    status.put("desiredReplicas", expect.path("desired").asInt());
    lastRescaled(number)
        .ifPresent(at -> status.put("lastScaleTime", second(beginMillis + at).toString()));
    ArrayNode conditions = status.putArray("conditions");
    expect
        .path("conditions")
        .properties()
        .forEach(
            c -> {
              String[] parts = c.getValue().asString().split("/", 2);
              conditions
                  .addObject()
                  .put("type", c.getKey())
                  .put("status", parts[0])
                  .put("reason", parts[1]);
            });
    ArrayNode metrics = status.putArray("currentMetrics");
    expect.path("currentMetrics").forEach(metrics::add);
    return status;
  }

  private Optional<Long> lastRescaled(int number) {
    for (int i = number; i >= 0; i--) {
      if (step(i).path("expect").path("rescaled").asBoolean(false)) {
        return Optional.of(step(i).path("at").asLong());
      }
    }
    return Optional.empty();
  }

  /** A time as an API server writes it. */
  public static Instant second(long millis) {
    return Instant.ofEpochSecond(Math.floorDiv(millis, 1000));
  }

  /**
   * A resource of pods that a metric is about.
   *
   * @param metric the place of the metric in the spec
   * @param resource cpu or memory
   * @param container whose it is; empty for the whole pod
   */
  public record Usage(int metric, String resource, String container) {}

  /** The metric of resource usage; there is one at most where {@link #canBeShown}. */
  public Optional<Usage> usage() {
    for (int i = 0; i < policy().metrics().size(); i++) {
      Optional<Usage> usage = usage(i);
      if (usage.isPresent()) {
        return usage;
      }
    }
    return Optional.empty();
  }

  private Optional<Usage> usage(int place) {
    return switch (policy().metrics().get(place)) {
      case MetricSpec.Resource m -> Optional.of(new Usage(place, m.resource(), ""));
      case MetricSpec.ContainerResource m ->
          Optional.of(new Usage(place, m.resource(), m.container()));
      case MetricSpec.Pods m -> Optional.empty();
      case MetricSpec.ObjectMetric m -> Optional.empty();
      case MetricSpec.External m -> Optional.empty();
    };
  }

  /**
   * What a custom or external metric said at a step.
   *
   * @param field {@code pods}, {@code object} or {@code external}
   */
  public JsonNode values(int number, String field, String name) {
    JsonNode specs = json.path("spec").path("metrics");
    for (int i = 0; i < specs.size(); i++) {
      if (specs.path(i).path(field).path("metric").path("name").asString("").equals(name)) {
        return step(number).path("metrics").path(i);
      }
    }
    throw new AssertionError("nobody wants " + field + " " + name);
  }
}
