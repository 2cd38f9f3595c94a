package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.HpaStatus;
import dev.flyball.controller.cluster.HpaStatus.HpaCondition;
import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import dev.flyball.controller.cluster.PodUsageSource.UnavailableException;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.cluster.TestingUsage;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.vectors.VectorFile;
import dev.flyball.core.vectors.VectorScenario;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded scenario as a cluster with an HPA would show it: the HPA, its status after each step,
 * the pods, the target, and the metrics APIs.
 */
final class RecordedHpa implements PodUsageSource, MetricsProvider {
  static final String NAMESPACE = "ns";
  static final TargetKey TARGET = new TargetKey(NAMESPACE, "apps", "Deployment", "web");

  /** When scenarios begin: a whole second, as times of scale changes are in seconds. */
  static final long BEGIN = 1_772_000_000_000L;

  private static final LabelSelector SELECTOR = new LabelSelector(Map.of("app", "web"), List.of());

  private static final PodShape ANY_SHAPE =
      new PodShape(
          new Placement(Map.of(), List.of()), List.of(), List.of(), Map.of(), Map.of(), "", false);

  private final JsonNode json;
  private final VectorScenario scenario;
  private int at;
  private long lastScaleMillis;

  private RecordedHpa(JsonNode json, VectorScenario scenario) {
    this.json = json;
    this.scenario = scenario;
  }

  /** The recorded scenarios that a cluster can show. */
  static List<RecordedHpa> all() {
    List<VectorScenario> scenarios = new ArrayList<>();
    List<RecordedHpa> recorded = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(
                    Objects.requireNonNull(
                        VectorFile.class.getResourceAsStream(VectorFile.BUNDLED))),
                StandardCharsets.UTF_8))) {
      VectorFile.forEach(scenarios::add);
      for (VectorScenario scenario : scenarios) {
        JsonNode json = JsonMapper.shared().readTree(lines.readLine());
        if (!json.path("id").asString().equals(scenario.id())) {
          throw new AssertionError("not the bundled scenarios");
        }
        recorded.add(new RecordedHpa(json, scenario));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return recorded.stream().filter(RecordedHpa::canBeShown).toList();
  }

  /**
   * CPU and memory of a pod come as one sample, and a metric has one value at a time; the recorder
   * gave each metric of a scenario times and values of its own.
   */
  private boolean canBeShown() {
    Set<Object> names = new HashSet<>();
    int usages = 0;
    for (MetricSpec metric : scenario.policy().metrics()) {
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

  String id() {
    return scenario.id();
  }

  VectorScenario scenario() {
    return scenario;
  }

  /** The HPA as its user wrote it. */
  ObjectNode hpa() {
    ObjectNode hpa = JsonMapper.shared().createObjectNode();
    hpa.put("apiVersion", "autoscaling/v2").put("kind", "HorizontalPodAutoscaler");
    hpa.putObject("metadata").put("name", "web").put("namespace", NAMESPACE);
    hpa.set("spec", json.path("spec"));
    return hpa;
  }

  /** The settings that say what the controller's flags said. */
  String settings() {
    JsonNode flags = json.path("settings");
    return """
        syncPeriod: 30s
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

  int steps() {
    return json.path("steps").size();
  }

  void goTo(int step) {
    at = step;
  }

  private JsonNode step() {
    return json.path("steps").path(at);
  }

  long nowMillis() {
    return BEGIN + step().path("at").asLong();
  }

  TargetInfo target() {
    return new TargetInfo(
        TARGET,
        Integer.toString(at + 1),
        step().path("specReplicas").asInt(),
        step().path("statusReplicas").asInt(),
        SELECTOR,
        null);
  }

  List<PodInfo> pods() {
    PodColumns columns = scenario.steps().get(at).observation().pods();
    List<PodInfo> pods = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      PodColumns.Row row =
          new PodColumns.Row(
              columns.name(i),
              columns.phase(i),
              columns.deleted(i),
              later(columns.startedAt(i)),
              columns.readiness(i),
              later(columns.readySince(i)),
              columns.requests(i));
      pods.add(
          new PodInfo(
              NAMESPACE,
              columns.name(i),
              SELECTOR.matchLabels(),
              null,
              row,
              new ScrapeAnnotations.NotScraped(),
              "",
              ANY_SHAPE));
    }
    return pods;
  }

  private static long later(long millis) {
    return millis == PodColumns.NO_TIME ? millis : BEGIN + millis;
  }

  /** The HPA after a step, in which it may have scaled. */
  HpaInfo decided() {
    JsonNode expect = step().path("expect");
    if (expect.path("rescaled").asBoolean(false)) {
      lastScaleMillis = nowMillis() / 1000 * 1000;
    }
    List<HpaCondition> conditions = new ArrayList<>();
    expect
        .path("conditions")
        .properties()
        .forEach(
            c -> {
              String[] parts = c.getValue().asString().split("/", 2);
              conditions.add(new HpaCondition(c.getKey(), parts[0].equals("True"), parts[1]));
            });
    return new HpaInfo(
        NAMESPACE,
        "web",
        TARGET,
        new HpaStatus(
            step().path("specReplicas").asInt(),
            expect.path("desired").asInt(),
            lastScaleMillis,
            conditions,
            expect.path("currentMetrics").toString()));
  }

  /** The HPA before it has decided anything. */
  HpaInfo created() {
    return new HpaInfo(NAMESPACE, "web", TARGET, HpaStatus.NONE);
  }

  // The metrics APIs.

  @Override
  public Future<List<Sample>> read(String namespace) {
    List<MetricSpec> metrics = scenario.policy().metrics();
    for (int i = 0; i < metrics.size(); i++) {
      JsonNode metric = step().path("metrics").path(i);
      String resource;
      String container;
      switch (metrics.get(i)) {
        case MetricSpec.Resource m -> {
          resource = m.resource();
          container = "all";
        }
        case MetricSpec.ContainerResource m -> {
          resource = m.resource();
          container = m.container();
        }
        case MetricSpec.Pods m -> {
          continue;
        }
        case MetricSpec.ObjectMetric m -> {
          continue;
        }
        case MetricSpec.External m -> {
          continue;
        }
      }
      return metric.has("error")
          ? Future.failedFuture(new UnavailableException(metric.path("error").asString()))
          : Future.succeededFuture(samples(metric, resource, container));
    }
    return Future.succeededFuture(List.of());
  }

  private static List<Sample> samples(JsonNode metric, String resource, String container) {
    return metric.path("pods").properties().stream()
        .map(
            pod ->
                TestingUsage.of(
                    pod.getKey(),
                    resource,
                    container,
                    pod.getValue().path("milli").asLong(),
                    BEGIN + pod.getValue().path("at").asLong(),
                    pod.getValue().path("window").asInt()))
        .toList();
  }

  @Override
  public Future<Catalog> catalog() {
    return Future.succeededFuture(new Catalog(List.of(), List.of()));
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    return Future.succeededFuture(
        answer(
            metric("external", query.metric()),
            metric -> {
              List<ExternalValue> values = new ArrayList<>();
              metric
                  .path("valuesMilli")
                  .forEach(v -> values.add(new ExternalValue(Map.of(), v.asLong(), 0, 0)));
              return values;
            }));
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    boolean ofPods = query.resource().resource().equals("pods");
    return Future.succeededFuture(
        answer(
            metric(ofPods ? "pods" : "object", query.metric()),
            metric -> ofPods ? ofPods(metric) : ofObject(metric)));
  }

  private static List<CustomValue> ofPods(JsonNode metric) {
    return metric.path("pods").properties().stream()
        .map(
            pod ->
                value(
                    pod.getKey(),
                    pod.getValue().path("milli").asLong(),
                    BEGIN + pod.getValue().path("at").asLong(),
                    pod.getValue().path("window").asLong()))
        .toList();
  }

  private static List<CustomValue> ofObject(JsonNode metric) {
    List<CustomValue> values = new ArrayList<>();
    metric.path("valuesMilli").forEach(v -> values.add(value("main", v.asLong(), 0, 0)));
    return values;
  }

  private static CustomValue value(String name, long milli, long at, long window) {
    return new CustomValue(
        new CustomValue.DescribedObject("v1", "Pod", NAMESPACE, name), milli, at, window);
  }

  private static <T> Answer<T> answer(
      JsonNode metric, java.util.function.Function<JsonNode, List<T>> values) {
    return metric.has("error")
        ? new Answer.Unavailable<>("recorded", metric.path("error").asString())
        : new Answer.Values<>(values.apply(metric));
  }

  private JsonNode metric(String field, String name) {
    JsonNode specs = json.path("spec").path("metrics");
    for (int i = 0; i < specs.size(); i++) {
      if (specs.path(i).path(field).path("metric").path("name").asString("").equals(name)) {
        return step().path("metrics").path(i);
      }
    }
    throw new AssertionError("nobody wants " + field + " " + name);
  }
}
