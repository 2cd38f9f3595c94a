package dev.flyball.minicluster.api;

import io.vertx.core.http.HttpServerRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** metrics.k8s.io/v1beta1: CPU and memory of pods and nodes, read only. */
final class MetricsEndpoint {
  private final ObjectApi objects;
  private final Faults faults;
  private volatile MetricsSource source = MetricsSource.NONE;

  MetricsEndpoint(ObjectApi objects, Faults faults) {
    this.objects = objects;
    this.faults = faults;
  }

  void source(MetricsSource newSource) {
    source = newSource;
  }

  void serve(RequestPath path, HttpServerRequest request) {
    if (!faults.metricsApiAvailable()) {
      throw new ApiException(
          503, "ServiceUnavailable", "the server is currently unable to handle the request");
    }
    if (!request.method().name().equals("GET")) {
      throw ApiException.methodNotAllowed();
    }
    boolean pods = path.plural().equals("pods");
    if (!pods && !path.plural().equals("nodes")) {
      throw ApiException.noSuchPath();
    }
    ResourceType type = pods ? ResourceCatalog.PODS : ResourceCatalog.NODES;
    if (!path.name().isEmpty()) {
      StoredObject object = objects.get(type, path.namespace(), path.name());
      byte[] one = render(object);
      if (one == null) {
        throw new ApiException(
            404,
            "NotFound",
            (pods ? "podmetrics" : "nodemetrics")
                + ".metrics.k8s.io \""
                + path.namespace()
                + "/"
                + path.name()
                + "\" not found");
      }
      Responses.send(request, 200, one);
      return;
    }
    list(type, path, request);
  }

  private void list(ResourceType type, RequestPath path, HttpServerRequest request) {
    Selection selection =
        Selection.of(
            type,
            path.namespace(),
            request.getParam("labelSelector"),
            request.getParam("fieldSelector"));
    var found = objects.store().list(type, path.namespace());
    Responses.json(request, 200, found.size() * 400L);
    String head =
        "{\"kind\":\"%sMetricsList\",\"apiVersion\":\"metrics.k8s.io/v1beta1\",\"metadata\":{},\"items\":["
            .formatted(type.kind());
    ListWriter.write(
        request.response(),
        head,
        found.stream()
            .filter(selection::matches)
            .map(this::render)
            .filter(Objects::nonNull)
            .iterator(),
        "]}\n");
  }

  private byte @Nullable [] render(StoredObject object) {
    boolean pod = object.type().kind().equals("Pod");
    MetricsSource.Usage usage = pod ? source.pod(object) : source.node(object);
    if (usage == null) {
      return null;
    }
    String time =
        Instant.ofEpochMilli(usage.timestampMillis()).truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectNode metrics = Json.object();
    metrics
        .put("kind", object.type().kind() + "Metrics")
        .put("apiVersion", "metrics.k8s.io/v1beta1");
    ObjectNode metadata = metrics.putObject("metadata").put("name", object.name());
    if (pod) {
      metadata.put("namespace", object.namespace());
    }
    metadata.put("creationTimestamp", objects.timestamp());
    ObjectNode labels = metadata.putObject("labels");
    object.labels().forEach(labels::put);
    metrics.put("timestamp", time).put("window", seconds(usage.windowMillis()));
    if (!pod) {
      usage(metrics, usage.containers().getFirst());
      return Json.bytes(metrics);
    }
    ArrayNode containers = metrics.putArray("containers");
    for (MetricsSource.ContainerUsage container : usage.containers()) {
      usage(containers.addObject().put("name", container.name()), container);
    }
    return Json.bytes(metrics);
  }

  private static void usage(ObjectNode into, MetricsSource.ContainerUsage container) {
    into.putObject("usage")
        .put("cpu", container.cpuNanos() + "n")
        .put(
            "memory",
            container.memoryBytes() % 1024 == 0
                ? container.memoryBytes() / 1024 + "Ki"
                : Long.toString(container.memoryBytes()));
  }

  /** A duration as metrics-server writes it: {@code 15s}, {@code 1m0s} or with milliseconds. */
  private static String seconds(long millis) {
    if (millis % 1000 != 0) {
      return millis < 1000 ? millis + "ms" : millis / 1000.0 + "s";
    }
    long seconds = millis / 1000;
    return seconds < 60 ? seconds + "s" : seconds / 60 + "m" + seconds % 60 + "s";
  }
}
