package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static dev.flyball.controller.it.TestingPromQl.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies on metrics that a PromQL server answers, through the whole controller. */
class PromQlPoliciesTest {
  private TestingPromQl prometheus;
  private TestingController it;

  @BeforeEach
  void build() {
    prometheus = new TestingPromQl();
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .podShutdownDelay(Duration.ofMillis(50)));
    it.deployment("web", 2);
    it.deployment("api", 2);
  }

  @AfterEach
  void close() {
    it.close();
    prometheus.close();
  }

  private void settings(String more) {
    it.settings("syncPeriod: 1s\nprometheus: {url: \"" + prometheus.url() + "\"}\n" + more);
  }

  private void policy(String target, String metric) {
    it.policy(
        target,
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - %s
        """
            .formatted(target, metric));
  }

  private int replicas(String deployment) {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, deployment);
  }

  /** What a query by pod gives: the pods of a Deployment, each with this value. */
  private String[] podSamples(double value, String... deployments) {
    return it.cluster.pods(NAMESPACE).stream()
        .map(pod -> pod.name())
        .filter(name -> List.of(deployments).stream().anyMatch(d -> name.startsWith(d + "-")))
        .map(name -> sample("\"namespace\":\"shop\",\"pod\":\"" + name + "\"", value))
        .toArray(String[]::new);
  }

  @Test
  void aSeriesByPromQlIsAskedOnceForANamespaceHoweverManyPoliciesUseIt() {
    settings(
        """
        series:
        - name: queue_depth
          prometheus: {query: 'sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})'}
        """);
    it.eventually("four pods", () -> it.cluster.pods(NAMESPACE).size() == 4);
    String query = "sum by (namespace, pod) (queue_depth{namespace=\"shop\"})";
    prometheus.answers(query, podSamples(20, "web", "api"));
    String metric =
        "{type: Pods, pods: {metric: {name: queue_depth},"
            + " target: {type: AverageValue, averageValue: 10}}}";
    policy("web", metric);
    policy("api", metric);
    it.start();
    it.eventually("both doubled", () -> replicas("web") == 4 && replicas("api") == 4);
    assertThat(prometheus.queries).containsOnly(query);
  }

  @Test
  void aRuleOfPrometheusAdapterVerbatim() {
    settings(
        """
        rules:
        - seriesQuery: 'http_requests_total{namespace!="",pod!=""}'
          resources: {overrides: {namespace: {resource: namespace}, pod: {resource: pod}}}
          name: {matches: "^(.*)_total", as: "${1}_per_second_by_rule"}
          metricsQuery: 'sum(rate(<<.Series>>{<<.LabelMatchers>>}[2m])) by (<<.GroupBy>>)'
        """);
    it.eventually("four pods", () -> it.cluster.pods(NAMESPACE).size() == 4);
    prometheus.has("http_requests_total");
    policy(
        "web",
        "{type: Pods, pods: {metric: {name: http_requests_per_second_by_rule},"
            + " target: {type: AverageValue, averageValue: 10}}}");
    it.start();
    it.eventually("a query", () -> !prometheus.queries.isEmpty());
    prometheus.answers(prometheus.queries.getFirst(), podSamples(15, "web", "api"));
    it.eventually("3 replicas for 15 of 10 on two pods", () -> replicas("web") == 3);
    assertThat(prometheus.queries.getFirst())
        .startsWith("sum(rate(http_requests_total{")
        .contains("namespace=\"shop\"");
  }

  @Test
  void aServerThatIsDownIsNamedAndNothingIsScaled() {
    settings(
        """
        series:
        - name: queue_depth
          prometheus: {query: 'sum(queue_depth{<<.LabelMatchers>>})'}
        """);
    prometheus.close();
    policy(
        "web",
        "{type: External, external: {metric: {name: queue_depth},"
            + " target: {type: AverageValue, averageValue: 10}}}");
    it.start();
    it.eventually(
        "the condition names the server",
        () ->
            it.report("web").conditions().stream()
                .anyMatch(c -> c.message().contains(prometheus.url())));
    assertThat(replicas("web")).isEqualTo(2);
  }
}
