package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ClusterMetricsTest {
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());
  private static final LabelSelector WEB = new LabelSelector(Map.of("app", "web"), List.of());
  private static final long AT = Instant.parse("2026-11-25T12:00:00Z").toEpochMilli();

  private final TestingApiClient api = new TestingApiClient();
  private final ClusterMetrics metrics = new ClusterMetrics(api);

  private void serves(String path, String json) {
    api.objects.put(path, (ObjectNode) JsonMapper.shared().readTree(json));
  }

  @Test
  void externalSeriesAsOtherAdaptersWriteThem() {
    serves(
        "/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue?labelSelector=app%3Dweb",
        """
        {"kind": "ExternalMetricValueList", "items": [
          {"metricName": "queue", "metricLabels": {"app": "web"}, "timestamp": "2026-11-25T12:00:00Z",
           "window": 60, "value": "1500m"},
          {"metricName": "queue", "metricLabels": null, "timestamp": "2026-11-25T12:00:00Z",
           "value": "2k"}]}
        """);
    assertThat(metrics.external(new ExternalQuery("shop", "queue", WEB)).result())
        .isEqualTo(
            new Answer.Values<>(
                List.of(
                    new ExternalValue(Map.of("app", "web"), 1500, AT, 60_000),
                    new ExternalValue(Map.of(), 2_000_000, AT, 0))));
  }

  static Stream<Arguments> customPaths() {
    return Stream.of(
        Arguments.argumentSet(
            "pods by labels",
            new CustomQuery(GroupResource.PODS, "shop", "*", "rps", WEB, ALL),
            "/namespaces/shop/pods/*/rps?labelSelector=app%3Dweb"),
        Arguments.argumentSet(
            "one object of a group",
            new CustomQuery(
                new GroupResource("networking.k8s.io", "ingresses"), "shop", "x", "rps", ALL, WEB),
            "/namespaces/shop/ingresses.networking.k8s.io/x/rps?metricLabelSelector=app%3Dweb"),
        Arguments.argumentSet(
            "a namespace",
            new CustomQuery(GroupResource.NAMESPACES, "", "shop", "rps", ALL, ALL),
            "/namespaces/shop/metrics/rps"),
        Arguments.argumentSet(
            "an object without namespace",
            new CustomQuery(new GroupResource("", "nodes"), "", "n1", "rps", ALL, ALL),
            "/nodes/n1/rps"));
  }

  @ParameterizedTest
  @MethodSource("customPaths")
  void customMetricsAreAskedForAsTheHpaDoes(CustomQuery query, String path) {
    serves(
        "/apis/custom.metrics.k8s.io/v1beta2" + path,
        """
        {"items": [{"describedObject": {"kind": "Pod", "namespace": "shop", "name": "web-1",
         "apiVersion": "/v1"}, "metric": {"name": "rps"}, "timestamp": "2026-11-25T12:00:00Z",
         "windowSeconds": 15, "value": "100"}]}
        """);
    assertThat(metrics.custom(query).result())
        .isEqualTo(
            new Answer.Values<>(
                List.of(
                    new CustomValue(
                        new DescribedObject("/v1", "Pod", "shop", "web-1"), 100_000, AT, 15_000))));
  }

  @Test
  void whatTheServerDoesNotHaveIsUnknown() {
    assertThat(metrics.external(new ExternalQuery("shop", "queue", ALL)).result())
        .isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void aServerThatRefusesOrIsOutOfReachIsNamed() {
    ExternalQuery query = new ExternalQuery("shop", "queue", ALL);
    serves("/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/queue", "{\"items\": [{}]}");
    assertThat(metrics.external(query).result())
        .isInstanceOfSatisfying(
            Answer.Unavailable.class, down -> assertThat(down.reason()).contains("cannot be read"));
    api.outOfReach(true);
    assertThat(metrics.external(query).result())
        .isInstanceOfSatisfying(
            Answer.Unavailable.class,
            down -> assertThat(down.source()).isEqualTo("external.metrics.k8s.io"));
  }
}
