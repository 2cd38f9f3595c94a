package dev.flyball.metrics.source.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.rules.ResourceKinds;
import dev.flyball.metrics.rules.RuleCompiler;
import dev.flyball.metrics.rules.RuleTexts;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RuleMetricsTest {
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());
  private static final LabelSelector WEB = new LabelSelector(Map.of("app", "web"), List.of());
  private static final long AT = 1_700_000_000_250L;
  private static final String SELECTOR = "http_requests_total{namespace!=\"\",pod!=\"\"}";
  private static final String QUEUES = "{__name__=~\"queue_.*\",name!=\"\"}";
  private static final String RPS =
      "sum(rate(http_requests_total{namespace=\"shop\",pod!=\"\"}[2m])) by (pod)";

  private final TestingLoop loop = new TestingLoop();
  private final TestingPrometheus server = new TestingPrometheus();
  private final TestingInstants clock = new TestingInstants();
  private ObjectNames objects =
      (resource, namespace, selector) ->
          Future.succeededFuture(
              resource.equals(GroupResource.PODS)
                  ? Optional.of(selector.equals(WEB) ? Set.of("a", "c") : Set.of("a", "b", "c"))
                  : Optional.empty());

  @AfterEach
  void close() {
    server.close();
    loop.close();
  }

  private RuleMetrics metrics(AdapterRule custom) {
    server.whenNames(SELECTOR, "http_requests_total");
    server.whenLabels(SELECTOR, "__name__", "code", "namespace", "pod");
    server.whenNames(QUEUES, "queue_depth");
    RuleCompiler compiler = new RuleCompiler(ResourceKinds.builtIn());
    RuleMetrics.Rules rules =
        new RuleMetrics.Rules(
            compiler.custom(List.of(custom)).rules(),
            compiler.external(List.of(RuleTexts.queue())).rules());
    PromQlClient client =
        new PromQlClient(loop.context(), clock, server.endpoint(), PromQlLimits.DEFAULT);
    CachedQueries queries = new CachedQueries(loop.context(), client, CacheSettings.DEFAULT, clock);
    return new RuleMetrics(
        loop.context(),
        rules,
        queries,
        new RuleMetrics.Cluster(ResourceKinds.builtIn(), (r, n, s) -> objects.names(r, n, s)),
        DiscoverySettings.DEFAULT,
        clock);
  }

  private static CustomQuery pods(String name, LabelSelector selector) {
    return new CustomQuery(
        GroupResource.PODS, "shop", name, "http_requests_per_second", selector, ALL);
  }

  private static CustomValue value(String pod, long milli) {
    return new CustomValue(new DescribedObject("v1", "Pod", "shop", pod), milli, AT, 0);
  }

  private static <T> Answer<T> values(List<T> values) {
    return new Answer.Values<>(values);
  }

  @Test
  void theArticlesRule() {
    server.when(RPS, "{\"pod\":\"a\"} 12.3456", "{\"pod\":\"b\"} 7", "{\"pod\":\"old\"} 1");
    RuleMetrics metrics = metrics(RuleTexts.article());
    assertThat(TestingLoop.await(metrics.custom(pods("*", ALL))))
        .isEqualTo(values(List.of(value("a", 12_346), value("b", 7_000))));
    assertThat(TestingLoop.await(metrics.custom(pods("*", WEB))))
        .isEqualTo(values(List.of(value("a", 12_346))));
    assertThat(TestingLoop.await(metrics.custom(pods("b", ALL))))
        .isEqualTo(values(List.of(value("b", 7_000))));
    assertThat(TestingLoop.await(metrics.custom(pods("c", ALL)))).isEqualTo(values(List.of()));
    assertThat(server.count(RPS)).as("one query for all of them").isEqualTo(1);
  }

  @Test
  void manyWhoAskAtOnceCostOneQueryANamespace() {
    server.when(RPS, "{\"pod\":\"a\"} 1");
    RuleMetrics metrics = metrics(RuleTexts.article());
    List<Future<Answer<CustomValue>>> asked =
        IntStream.range(0, 200).mapToObj(i -> metrics.custom(pods("*", WEB))).toList();
    asked.forEach(
        answer ->
            assertThat(TestingLoop.await(answer)).isEqualTo(values(List.of(value("a", 1_000)))));
    assertThat(server.count(RPS)).isEqualTo(1);
    assertThat(server.count()).as("with two names' and one labels' question").isEqualTo(4);
  }

  @Test
  void namesAreWhatIsListed() {
    Catalog catalog = TestingLoop.await(metrics(RuleTexts.article()).catalog());
    assertThat(catalog.external()).containsExactly("queue_depth");
    assertThat(catalog.custom())
        .containsExactly(
            new CustomMetric(GroupResource.NAMESPACES, false, "http_requests_per_second"),
            new CustomMetric(GroupResource.PODS, true, "http_requests_per_second"));
  }

  @Test
  void severalSeriesHaveEachTheirLabels() {
    String many = "{namespace!=\"\"}";
    server.whenNames(many, "a_total", "b_total").whenLabels(many, "namespace", "pod", "service");
    server.whenNames("{namespace!=\"\",namespace!=\"\"}", "a_total", "b_total");
    server.whenNames("{namespace!=\"\",pod!=\"\"}", "a_total");
    server.whenNames("{namespace!=\"\",service!=\"\"}", "b_total");
    AdapterRule rule =
        RuleTexts.rule().series(many).template("<<.Resource>>").name("(.*)_total", "").build();
    assertThat(TestingLoop.await(metrics(rule).catalog()).custom())
        .containsExactly(
            new CustomMetric(GroupResource.NAMESPACES, false, "a"),
            new CustomMetric(GroupResource.NAMESPACES, false, "b"),
            new CustomMetric(GroupResource.PODS, true, "a"),
            new CustomMetric(new GroupResource("", "services"), true, "b"));
  }

  @Test
  void namespacesAreObjectsToo() {
    server.when(
        "sum(rate(http_requests_total{namespace!=\"\"}[2m])) by (namespace)",
        "{\"namespace\":\"shop\"} 5");
    CustomQuery query =
        new CustomQuery(GroupResource.NAMESPACES, "", "shop", "http_requests_per_second", ALL, ALL);
    assertThat(TestingLoop.await(metrics(RuleTexts.article()).custom(query)))
        .isEqualTo(
            values(
                List.of(
                    new CustomValue(
                        new DescribedObject("v1", "Namespace", "", "shop"), 5_000, AT, 0))));
  }

  @Test
  void externalMetricsBySelector() {
    server.when(
        "sum(queue_depth{name=\"jobs\",namespace=\"shop\"}) by (name)", "{\"name\":\"jobs\"} 3");
    LabelSelector jobs = new LabelSelector(Map.of("name", "jobs"), List.of());
    RuleMetrics metrics = metrics(RuleTexts.article());
    assertThat(TestingLoop.await(metrics.external(new ExternalQuery("shop", "queue_depth", jobs))))
        .isEqualTo(values(List.of(new ExternalValue(Map.of("name", "jobs"), 3_000, AT, 0))));
    assertThat(TestingLoop.await(metrics.external(new ExternalQuery("shop", "other", jobs))))
        .isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void anUnknownNameIsLookedForAgainAfterAWhile() {
    RuleMetrics metrics = metrics(RuleTexts.article());
    ExternalQuery query = new ExternalQuery("shop", "queue_age", ALL);
    assertThat(TestingLoop.await(metrics.external(query))).isInstanceOf(Answer.Unknown.class);
    server.whenNames(QUEUES, "queue_depth", "queue_age");
    server.when("sum(queue_age{namespace=\"shop\"}) by (name)", "{\"name\":\"jobs\"} 3");
    clock.advance(29_999);
    assertThat(TestingLoop.await(metrics.external(query))).isInstanceOf(Answer.Unknown.class);
    clock.advance(1);
    assertThat(TestingLoop.await(metrics.external(query))).isInstanceOf(Answer.Values.class);
  }

  @Test
  void anObjectOfAnotherKindOrAMetricOfNoSeries() {
    RuleMetrics metrics = metrics(RuleTexts.article());
    for (String resource : List.of("things.io", "services")) {
      CustomQuery query =
          new CustomQuery(
              GroupResource.parse(resource), "shop", "x", "http_requests_per_second", ALL, ALL);
      assertThat(TestingLoop.await(metrics.custom(query))).isInstanceOf(Answer.Unknown.class);
    }
  }

  @Test
  void aServerThatIsDownIsNamed() {
    server.misbehave(request -> request.response().setStatusCode(500).end());
    RuleMetrics metrics = metrics(RuleTexts.article());
    assertThat(TestingLoop.await(metrics.custom(pods("*", ALL))))
        .isEqualTo(new Answer.Unavailable<>(server.url().toString(), "status 500"));
    server.misbehave(null);
    server.when(RPS, "{\"pod\":\"a\"} 1");
    clock.advance(4_000); // The breaker lets one question pass by then.
    assertThat(TestingLoop.await(metrics.custom(pods("*", ALL))))
        .isEqualTo(values(List.of(value("a", 1_000))));
    clock.advance(10_000);
    server.misbehave(request -> request.response().setStatusCode(500).end());
    assertThat(TestingLoop.await(metrics.custom(pods("*", ALL))))
        .as("the old value does not stand in")
        .isEqualTo(new Answer.Unavailable<>(server.url().toString(), "status 500"));
  }

  @Test
  void aRefusedSelectorCostsItsRuleAlone() {
    server.misbehave(
        request -> {
          boolean queues = String.valueOf(request.query()).contains("queue");
          request
              .response()
              .setStatusCode(queues ? 200 : 400)
              .end(queues ? "{\"status\":\"success\",\"data\":[\"queue_depth\"]}" : "{}");
        });
    RuleMetrics metrics = metrics(RuleTexts.article());
    assertThat(TestingLoop.await(metrics.catalog()).external()).containsExactly("queue_depth");
    assertThat(TestingLoop.await(metrics.custom(pods("*", ALL))))
        .isInstanceOf(Answer.Unknown.class);
  }

  @Test
  void selectorsThatCannotBeAnswered() {
    server.when(RPS, "{\"pod\":\"a\"} 1");
    RuleMetrics metrics = metrics(RuleTexts.article());
    CustomQuery series =
        new CustomQuery(
            GroupResource.PODS,
            "shop",
            "*",
            "http_requests_per_second",
            ALL,
            new LabelSelector(Map.of("a/b", "c"), List.of()));
    assertThat(TestingLoop.await(metrics.custom(series)))
        .isEqualTo(
            new Answer.Unavailable<>(server.url().toString(), "PromQL has no label named \"a/b\""));
    objects = ObjectNames.NONE;
    assertThat(TestingLoop.await(metrics.custom(pods("*", WEB))))
        .isEqualTo(
            new Answer.Unavailable<>(server.url().toString(), "the labels of pods are not known"));
    assertThat(TestingLoop.await(metrics.custom(pods("*", ALL))))
        .as("without a selector every row counts")
        .isEqualTo(values(List.of(value("a", 1_000))));
    objects = (r, n, s) -> Future.failedFuture("not synced");
    assertThat(TestingLoop.await(metrics.custom(pods("*", WEB))))
        .isEqualTo(
            new Answer.Unavailable<>(server.url().toString(), "no list of objects: not synced"));
  }

  @Test
  void aRuleThatReadsNamesGetsThem() {
    AdapterRule rule =
        RuleTexts.rule()
            .name("^(.*)_total", "${1}_per_second")
            .query("x{pod=~\"<<index .LabelValuesByName \"pod\">>\"}")
            .build();
    server.when("x{pod=~\"a|c\"}", "{\"pod\":\"c\"} 2");
    assertThat(TestingLoop.await(metrics(rule).custom(pods("*", WEB))))
        .isEqualTo(values(List.of(value("c", 2_000))));
  }
}
