package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.api.MetricsProvider;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Two workloads of namespace {@code rec} with their pods, a Service, a node and the namespace
 * itself; metrics whose names say how they fail.
 */
final class TestingProvider implements MetricsProvider {
  static final String METRIC = "http_requests_per_second";
  static final long AT = Instant.parse("2026-01-02T03:04:05Z").toEpochMilli();
  static final GroupResource SERVICES = new GroupResource("", "services");
  static final GroupResource NODES = new GroupResource("", "nodes");
  static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");

  private record Sample(
      GroupResource resource, Map<String, String> labels, String method, CustomValue value) {}

  private final List<Sample> samples =
      List.of(
          pod("web-1", "web", "GET", 20_000),
          pod("web-2", "web", "GET", 20_500),
          pod("web-2", "web", "POST", 500),
          pod("api-1", "api", "GET", 7_000),
          sample(SERVICES, "v1", "Service", "rec", "web", 41_000),
          sample(DEPLOYMENTS, "apps/v1", "Deployment", "rec", "web", 41_500),
          sample(NODES, "v1", "Node", "", "n1", 3_000),
          sample(GroupResource.NAMESPACES, "v1", "Namespace", "", "rec", 48_000));

  private final List<ExternalValue> series =
      List.of(
          new ExternalValue(Map.of("workload", "web", "kind", "Deployment"), 41_000, AT, 15_000),
          new ExternalValue(Map.of("workload", "api", "kind", "StatefulSet"), 7_000, AT, 15_000));

  private Catalog catalog = catalog(METRIC, "broken", "large", "nobody", "thrown");
  private int catalogReads;

  static Catalog catalog(String... external) {
    return new Catalog(
        List.of(external),
        List.of(
            new CustomMetric(GroupResource.PODS, true, METRIC),
            new CustomMetric(GroupResource.PODS, true, "queue_depth"),
            new CustomMetric(DEPLOYMENTS, true, METRIC),
            new CustomMetric(NODES, false, METRIC),
            new CustomMetric(GroupResource.NAMESPACES, false, METRIC)));
  }

  private static Sample pod(String name, String app, String method, long milli) {
    DescribedObject object = new DescribedObject("v1", "Pod", "rec", name);
    return new Sample(
        GroupResource.PODS, Map.of("app", app), method, new CustomValue(object, milli, AT, 15_000));
  }

  private static Sample sample(
      GroupResource resource,
      String apiVersion,
      String kind,
      String namespace,
      String name,
      long milli) {
    DescribedObject object = new DescribedObject(apiVersion, kind, namespace, name);
    return new Sample(resource, Map.of(), "GET", new CustomValue(object, milli, AT, 0));
  }

  void setCatalog(Catalog next) {
    catalog = next;
  }

  int catalogReads() {
    return catalogReads;
  }

  @Override
  public Future<Catalog> catalog() {
    catalogReads++;
    return Future.succeededFuture(catalog);
  }

  @Override
  public Future<Answer<ExternalValue>> external(ExternalQuery query) {
    return switch (query.metric()) {
      case METRIC ->
          Future.succeededFuture(
              new Answer.Values<>(
                  series.stream().filter(v -> query.selector().matches(v.labels())).toList()));
      case "large" -> Future.succeededFuture(new Answer.Values<>(large()));
      case "nobody" -> Future.succeededFuture(new Answer.Values<>(List.of()));
      case "broken" -> Future.failedFuture(new IllegalStateException("a secret of the inside"));
      case "thrown" -> throw new IllegalStateException("a secret of the inside");
      case "down" ->
          Future.succeededFuture(
              new Answer.Unavailable<>("prometheus http://prom:9090", "connection refused"));
      default -> Future.succeededFuture(new Answer.Unknown<>());
    };
  }

  private static List<ExternalValue> large() {
    return IntStream.range(0, 2_000)
        .mapToObj(i -> new ExternalValue(Map.of("workload", "w" + i), i * 1_000L, AT, 15_000))
        .toList();
  }

  @Override
  public Future<Answer<CustomValue>> custom(CustomQuery query) {
    if (query.metric().equals("down")) {
      return Future.succeededFuture(new Answer.Unavailable<>("the scraper", "not started"));
    }
    if (!query.metric().equals(METRIC) && !query.metric().equals("queue_depth")) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }
    List<CustomValue> values =
        samples.stream()
            .filter(sample -> query.metric().equals(METRIC))
            .filter(sample -> sample.resource.equals(query.resource()))
            .filter(sample -> sample.value.object().namespace().equals(query.namespace()))
            .filter(s -> query.forAll() || s.value.object().name().equals(query.name()))
            .filter(sample -> query.objects().matches(sample.labels))
            .filter(sample -> query.series().matches(Map.of("method", sample.method)))
            .map(Sample::value)
            .toList();
    return Future.succeededFuture(new Answer.Values<>(values));
  }
}
