package dev.flyball.controller.loop;

import static dev.flyball.controller.recorded.RecordedClock.BEGIN;

import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.Placement;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.PodShape;
import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.PodUsageSource.Sample;
import dev.flyball.controller.cluster.PodUsageSource.UnavailableException;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.cluster.TestingHpas;
import dev.flyball.controller.cluster.TestingUsage;
import dev.flyball.controller.recorded.RecordedScenario;
import dev.flyball.controller.recorded.RecordedScenario.Usage;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A recorded scenario behind the ports of a loop: the HPA, its status after each step, the pods,
 * the target, and the metrics APIs.
 */
final class RecordedHpa implements PodUsageSource, MetricsProvider {
  static final String NAMESPACE = "ns";
  static final TargetKey TARGET = new TargetKey(NAMESPACE, "apps", "Deployment", "web");

  private static final LabelSelector SELECTOR = new LabelSelector(Map.of("app", "web"), List.of());

  private static final PodShape ANY_SHAPE =
      new PodShape(
          new Placement(Map.of(), List.of()), List.of(), List.of(), Map.of(), Map.of(), "", false);

  private final RecordedScenario scenario;
  private int at;

  private RecordedHpa(RecordedScenario scenario) {
    this.scenario = scenario;
  }

  /** The recorded scenarios that a cluster can show. */
  static List<RecordedHpa> all() {
    return RecordedScenario.all().stream()
        .filter(RecordedScenario::canBeShown)
        .map(RecordedHpa::new)
        .toList();
  }

  RecordedScenario scenario() {
    return scenario;
  }

  void goTo(int step) {
    at = step;
  }

  private JsonNode step() {
    return scenario.step(at);
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
    PodColumns columns = scenario.vectors().steps().get(at).observation().pods();
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

  /** The HPA after the step. */
  HpaInfo decided() {
    ObjectNode hpa = scenario.hpa(NAMESPACE);
    hpa.set("status", scenario.hpaStatus(at, BEGIN));
    return TestingHpas.read(hpa);
  }

  /** The HPA before it has decided anything. */
  HpaInfo created() {
    return TestingHpas.read(scenario.hpa(NAMESPACE));
  }

  // The metrics APIs.

  @Override
  public Future<List<Sample>> read(String namespace) {
    Usage usage = scenario.usage().orElse(null);
    if (usage == null) {
      return Future.succeededFuture(List.of());
    }
    JsonNode metric = step().path("metrics").path(usage.metric());
    String container = usage.container().isEmpty() ? "all" : usage.container();
    return metric.has("error")
        ? Future.failedFuture(new UnavailableException(metric.path("error").asString()))
        : Future.succeededFuture(samples(metric, usage.resource(), container));
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
            scenario.values(at, "external", query.metric()),
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
            scenario.values(at, ofPods ? "pods" : "object", query.metric()),
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
}
