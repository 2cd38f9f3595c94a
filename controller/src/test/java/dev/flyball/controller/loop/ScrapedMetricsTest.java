package dev.flyball.controller.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.series.SampleBatch;
import dev.flyball.metrics.series.SeriesKind;
import dev.flyball.metrics.series.SeriesSpec;
import dev.flyball.metrics.series.SeriesStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ScrapedMetricsTest {
  private static final String RPS = "http_requests_per_second";
  private static final long NOW = 1_000_000;
  private static final GroupResource DEPLOYMENTS = new GroupResource("apps", "deployments");
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());

  private final SeriesStore store = new SeriesStore();
  private final ClusterState cluster = new ClusterState();
  private final ScrapedMetrics metrics = new ScrapedMetrics(store, cluster);

  @BeforeEach
  void twoWorkloads() {
    store.define(SeriesSpec.of(RPS, SeriesKind.COUNTER, 15_000, 5_000));
    pod("web-1", "web", 100);
    pod("web-2", "web", 50.5);
    pod("api-1", "api", 7);
    pod("new-1", "new", Double.NaN);
    pod("alone", null, 1);
  }

  private void pod(String name, @Nullable String deployment, double rate) {
    Map<String, String> labels = Map.of("app", Objects.requireNonNullElse(deployment, "none"));
    cluster.putPod(TestingPods.ready("shop", name, labels, deployment));
    if (Double.isFinite(rate)) {
      sample(name, 1000, NOW - 10_000);
      sample(name, 1000 + 10 * rate, NOW);
    }
  }

  private void sample(String pod, double counter, long at) {
    SampleBatch batch = new SampleBatch();
    batch.add(1, counter);
    assertThat(Objects.requireNonNull(store.row(RPS, "shop", pod)).record(batch, at)).isTrue();
  }

  private static LabelSelector labels(String key, String value) {
    return new LabelSelector(Map.of(key, value), List.of());
  }

  private List<ExternalValue> external(String namespace, LabelSelector selector) {
    return values(metrics.external(new ExternalQuery(namespace, RPS, selector), NOW));
  }

  private Map<String, Long> custom(GroupResource resource, String name, LabelSelector objects) {
    String namespace = resource.equals(GroupResource.NAMESPACES) ? "" : "shop";
    CustomQuery query = new CustomQuery(resource, namespace, name, RPS, objects, ALL);
    Map<String, Long> found = new java.util.TreeMap<>();
    for (CustomValue value : values(metrics.custom(query, NOW))) {
      found.put(value.object().kind() + " " + value.object().name(), value.milli());
    }
    return found;
  }

  private static <V> List<V> values(Answer<V> answer) {
    assertThat(answer).isInstanceOf(Answer.Values.class);
    return ((Answer.Values<V>) answer).values();
  }

  @Test
  void anExternalSeriesIsTheSumOfAWorkloadsPodsWithTheirTime() {
    assertThat(external("shop", labels("workload", "web")))
        .containsExactly(
            new ExternalValue(
                Map.of("workload", "web", "kind", "Deployment"), 150_500, NOW, 10_000));
    assertThat(external("shop", labels("workload", "nobody"))).isEmpty();
    assertThat(external("elsewhere", ALL)).isEmpty();
  }

  @Test
  void aWorkloadWithoutAValueIsAbsentNotZero() {
    assertThat(external("shop", ALL))
        .extracting(value -> value.labels().get("workload"))
        .containsExactlyInAnyOrder("web", "api");
    assertThat(external("shop", labels("workload", "new"))).isEmpty();
  }

  @Test
  void aStalePodIsLeftOutOfTheSum() {
    sample("web-1", 3000, NOW + 14_000);
    List<ExternalValue> later =
        values(
            metrics.external(
                new ExternalQuery("shop", RPS, labels("workload", "web")), NOW + 14_500));
    assertThat(later).singleElement().extracting(ExternalValue::atMillis).isEqualTo(NOW + 14_000);
  }

  @Test
  void podsAnswerByNameAndByLabels() {
    assertThat(custom(GroupResource.PODS, "web-2", ALL)).isEqualTo(Map.of("Pod web-2", 50_500L));
    assertThat(custom(GroupResource.PODS, "*", labels("app", "web")))
        .isEqualTo(Map.of("Pod web-1", 100_000L, "Pod web-2", 50_500L));
    assertThat(custom(GroupResource.PODS, "new-1", ALL)).isEmpty();
    assertThat(custom(GroupResource.PODS, "gone", ALL)).isEmpty();
  }

  @Test
  void workloadsAndNamespacesAnswerWithSums() {
    assertThat(custom(DEPLOYMENTS, "web", ALL)).isEqualTo(Map.of("Deployment web", 150_500L));
    assertThat(custom(DEPLOYMENTS, "*", ALL))
        .isEqualTo(Map.of("Deployment web", 150_500L, "Deployment api", 7_000L));
    assertThat(custom(DEPLOYMENTS, "*", labels("app", "web"))).isEmpty();
    assertThat(custom(GroupResource.NAMESPACES, "shop", ALL))
        .isEqualTo(Map.of("Namespace shop", 158_500L));
  }

  @Test
  void aDeletedPodLeavesItsWorkload() {
    cluster.removePod("shop", "web-1");
    assertThat(custom(DEPLOYMENTS, "web", ALL)).isEqualTo(Map.of("Deployment web", 50_500L));
    cluster.removePod("shop", "web-2");
    assertThat(custom(DEPLOYMENTS, "web", ALL)).isEmpty();
  }

  @Test
  void aSeriesOfOneNumberAPodHasNoLabelsToSelectBy() {
    CustomQuery query =
        new CustomQuery(GroupResource.PODS, "shop", "*", RPS, ALL, labels("method", "GET"));
    assertThat(values(metrics.custom(query, NOW))).isEmpty();
  }

  @Test
  void whatIsNotDefinedIsUnknown() {
    assertThat(metrics.external(new ExternalQuery("shop", "queue", ALL), NOW))
        .isInstanceOf(Answer.Unknown.class);
    CustomQuery ingress =
        new CustomQuery(
            new GroupResource("networking.k8s.io", "ingresses"), "shop", "web", RPS, ALL, ALL);
    assertThat(metrics.custom(ingress, NOW)).isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void theCatalogNamesEachSeriesForEachKindOfObject() {
    assertThat(metrics.catalog().external()).containsExactly(RPS);
    assertThat(metrics.catalog().custom())
        .contains(
            new CustomMetric(GroupResource.PODS, true, RPS),
            new CustomMetric(DEPLOYMENTS, true, RPS),
            new CustomMetric(GroupResource.NAMESPACES, false, RPS))
        .doesNotHaveDuplicates();
  }
}
