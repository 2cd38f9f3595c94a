package dev.flyball.core.vectors;

import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.PodSamples;
import dev.flyball.core.observe.Readiness;
import dev.flyball.core.observe.Reading;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.Quantity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** One recorded scenario: settings, a policy, and steps with what was seen and what was decided. */
public final class VectorScenario {
  static final String NAMESPACE = "ns";

  private final JsonNode json;
  private final Policy policy;

  /** A scenario as a line of a file has it. */
  public VectorScenario(JsonNode json) {
    this.json = json;
    this.policy = SpecReader.policy(json.get("spec"));
  }

  /** The line of the file. */
  public JsonNode json() {
    return json;
  }

  /** Name of the scenario. */
  public String id() {
    return json.get("id").asString();
  }

  /** The spec, with the API server's defaults. */
  public Policy policy() {
    return policy;
  }

  /** The controller's flags. */
  public AutoscalerSettings settings() {
    JsonNode s = json.get("settings");
    return new AutoscalerSettings(
        s.get("tolerance").asDouble(),
        Duration.ofSeconds(s.get("downscaleStabilizationSeconds").asLong()),
        Duration.ofSeconds(s.get("cpuInitializationPeriodSeconds").asLong()),
        Duration.ofSeconds(s.get("initialReadinessDelaySeconds").asLong()));
  }

  /** The steps in order. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    json.get("steps").forEach(step -> steps.add(new Step(step)));
    return steps;
  }

  /** One recorded reconciliation. */
  public final class Step {
    private final JsonNode step;

    Step(JsonNode step) {
      this.step = step;
    }

    /** When it was, in milliseconds since the scenario's start. */
    public long at() {
      return step.get("at").asLong();
    }

    /** What the controller decided. */
    public JsonNode expect() {
      return step.get("expect");
    }

    /** What the controller saw. */
    public Observation observation() {
      PodColumns pods = new PodColumns(8);
      for (JsonNode pod : step.path("pods")) {
        pods.add(row(pod));
      }
      List<Reading> readings = new ArrayList<>();
      List<MetricSpec> metrics = policy.metrics();
      for (int i = 0; i < metrics.size(); i++) {
        readings.add(reading(metrics.get(i), step.get("metrics").path(i), pods));
      }
      return new Observation(
          NAMESPACE,
          step.get("specReplicas").asInt(),
          step.get("statusReplicas").asInt(),
          pods,
          readings);
    }
  }

  private static PodColumns.Row row(JsonNode pod) {
    List<PodRequests.Container> containers = new ArrayList<>();
    List<PodRequests.Container> sidecars = new ArrayList<>();
    for (JsonNode container : pod.path("containers")) {
      (container.path("sidecar").asBoolean(false) ? sidecars : containers)
          .add(
              new PodRequests.Container(
                  container.get("name").asString(), quantities(container.path("requests"))));
    }
    containers.addAll(sidecars);
    return new PodColumns.Row(
        pod.get("name").asString(),
        PodPhase.valueOf(pod.get("phase").asString()),
        pod.path("deleted").asBoolean(false),
        pod.has("startedAt") ? pod.get("startedAt").asLong() : PodColumns.NO_TIME,
        pod.has("ready") ? Readiness.valueOf(pod.get("ready").asString()) : Readiness.Absent,
        pod.has("readySince") ? pod.get("readySince").asLong() : PodColumns.NO_TIME,
        PodRequests.of(containers, quantities(pod.path("podRequests"))));
  }

  private static Map<String, Long> quantities(JsonNode node) {
    Map<String, Long> quantities = new HashMap<>();
    node.properties()
        .forEach(e -> quantities.put(e.getKey(), Quantity.parseMilli(e.getValue().asString())));
    return quantities;
  }

  private static Reading reading(MetricSpec spec, JsonNode metric, PodColumns pods) {
    if (metric.has("error")) {
      return new Reading.Missing(metric.get("error").asString());
    }
    return switch (spec) {
      case MetricSpec.ObjectMetric m -> values(metric);
      case MetricSpec.External m -> values(metric);
      case MetricSpec.Resource m -> samples(metric, pods);
      case MetricSpec.ContainerResource m -> samples(metric, pods);
      case MetricSpec.Pods m -> samples(metric, pods);
    };
  }

  private static Reading values(JsonNode metric) {
    JsonNode values = metric.path("valuesMilli");
    if (values.isEmpty()) {
      return new Reading.Missing("no metrics returned from external metrics API");
    }
    long[] milli = new long[values.size()];
    for (int i = 0; i < milli.length; i++) {
      milli[i] = values.get(i).asLong();
    }
    return Reading.Values.of(milli);
  }

  private static Reading samples(JsonNode metric, PodColumns pods) {
    JsonNode samples = metric.path("pods");
    PodSamples column = new PodSamples(pods.size()).reset(pods.size());
    Set<String> known = new HashSet<>();
    for (int i = 0; i < pods.size(); i++) {
      known.add(pods.name(i));
      JsonNode sample = samples.path(pods.name(i));
      if (!sample.isMissingNode()) {
        column.set(
            i,
            sample.get("milli").asLong(),
            sample.get("at").asLong(),
            sample.get("window").asInt());
      }
    }
    samples
        .properties()
        .forEach(
            e -> {
              if (!known.contains(e.getKey())) {
                column.addUnmatched(e.getValue().get("milli").asLong());
              }
            });
    return column;
  }
}
