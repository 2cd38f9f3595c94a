package dev.flyball.controller.it;

import dev.flyball.controller.it.RecordedCluster.Shown;
import dev.flyball.controller.recorded.RecordedScenario;
import dev.flyball.minicluster.api.ApiCall;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.MetricsSource;
import dev.flyball.minicluster.api.StoredObject;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The metrics APIs of a cluster in which recorded scenarios are shown. Called on event loops. */
final class RecordedMetrics implements MetricsSource {
  private final Map<String, Shown> shown;

  /**
   * @param shown the scenarios by their namespace
   */
  RecordedMetrics(Map<String, Shown> shown) {
    this.shown = shown;
  }

  /** Refuses to tell usage that could not be read. */
  void check(ApiCall call) {
    Shown now = shown.get(call.namespace());
    if (now != null && call.group().equals("metrics.k8s.io")) {
      now.scenario()
          .usage()
          .map(usage -> now.step().path("metrics").path(usage.metric()))
          .filter(metric -> metric.has("error"))
          .ifPresent(
              metric -> {
                throw RecordedCluster.down(metric);
              });
    }
  }

  @Override
  public @Nullable Usage pod(StoredObject pod) {
    Shown now = shown.get(pod.namespace());
    RecordedScenario.Usage usage = now == null ? null : now.scenario().usage().orElse(null);
    if (now == null || usage == null) {
      return null;
    }
    JsonNode sample = now.step().path("metrics").path(usage.metric()).path("pods").path(pod.name());
    if (!sample.isObject()) {
      return null;
    }
    long milli = sample.path("milli").asLong();
    boolean cpu = usage.resource().equals("cpu");
    return new Usage(
        now.beginMillis() + sample.path("at").asLong(),
        sample.path("window").asLong(),
        List.of(
            new ContainerUsage(
                usage.container().isEmpty() ? "app" : usage.container(),
                cpu ? milli * 1_000_000 : 0,
                cpu ? 0 : milli / 1000)));
  }

  @Override
  public @Nullable Usage node(StoredObject node) {
    return null;
  }

  /** {@code /apis/custom.metrics.k8s.io/v1beta2/namespaces/NS/RESOURCE/NAME/METRIC}. */
  void custom(HttpServerRequest request) {
    List<String> path = parts(request);
    Shown now = shown(path);
    boolean ofPods = path.get(5).equals("pods");
    JsonNode metric = now.scenario().values(now.number(), ofPods ? "pods" : "object", path.get(7));
    ObjectNode list = list("MetricValueList", "custom.metrics.k8s.io/v1beta2", metric);
    ArrayNode items = list.putArray("items");
    metric
        .path("pods")
        .properties()
        .forEach(
            pod -> {
              JsonNode sample = pod.getValue();
              long at = now.beginMillis() + sample.path("at").asLong();
              ObjectNode item = items.addObject();
              item.putObject("describedObject")
                  .put("apiVersion", "v1")
                  .put("kind", "Pod")
                  .put("namespace", now.scenario().id())
                  .put("name", pod.getKey());
              item.put("timestamp", RecordedScenario.second(at).toString())
                  .put("windowSeconds", sample.path("window").asLong() / 1000)
                  .put("value", sample.path("milli").asLong() + "m");
            });
    metric
        .path("valuesMilli")
        .forEach(
            value -> {
              ObjectNode item = items.addObject();
              item.putObject("describedObject").put("name", path.get(6));
              item.put("timestamp", RecordedScenario.second(now.atMillis()).toString())
                  .put("value", value.asLong() + "m");
            });
    answer(request, list);
  }

  /** {@code /apis/external.metrics.k8s.io/v1beta1/namespaces/NS/METRIC}. */
  void external(HttpServerRequest request) {
    List<String> path = parts(request);
    Shown now = shown(path);
    JsonNode metric = now.scenario().values(now.number(), "external", path.get(5));
    ObjectNode list = list("ExternalMetricValueList", "external.metrics.k8s.io/v1beta1", metric);
    ArrayNode items = list.putArray("items");
    metric
        .path("valuesMilli")
        .forEach(
            value ->
                items
                    .addObject()
                    .put("metricName", path.get(5))
                    .put("timestamp", RecordedScenario.second(now.atMillis()).toString())
                    .put("value", value.asLong() + "m"));
    answer(request, list);
  }

  private Shown shown(List<String> path) {
    Shown now = shown.get(path.get(4));
    if (now == null) {
      throw new AssertionError("no scenario in " + path);
    }
    return now;
  }

  private static List<String> parts(HttpServerRequest request) {
    List<String> parts = new ArrayList<>();
    for (String part : String.valueOf(request.path()).split("/", -1)) {
      if (!part.isEmpty()) {
        parts.add(part);
      }
    }
    return parts;
  }

  private static ObjectNode list(String kind, String apiVersion, JsonNode metric) {
    if (metric.has("error")) {
      throw RecordedCluster.down(metric);
    }
    return Json.object().put("kind", kind).put("apiVersion", apiVersion);
  }

  private static void answer(HttpServerRequest request, ObjectNode body) {
    request.response().putHeader("Content-Type", "application/json").end(body.toString());
  }
}
