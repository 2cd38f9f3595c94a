package dev.flyball.metrics.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.rules.ResourceKinds;
import dev.flyball.metrics.rules.RuleCompiler;
import dev.flyball.metrics.rules.RuleProblem;
import dev.flyball.metrics.rules.RuleTexts;
import dev.flyball.metrics.rules.SeriesQuery;
import dev.flyball.metrics.source.promql.CacheSettings;
import dev.flyball.metrics.source.promql.CachedQueries;
import dev.flyball.metrics.source.promql.DiscoverySettings;
import dev.flyball.metrics.source.promql.ObjectNames;
import dev.flyball.metrics.source.promql.PodValue;
import dev.flyball.metrics.source.promql.PromQlClient;
import dev.flyball.metrics.source.promql.PromQlLimits;
import dev.flyball.metrics.source.promql.PromQlSeries;
import dev.flyball.metrics.source.promql.RuleMetrics;
import dev.flyball.metrics.source.promql.TestingLoop;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rule of the article and an external rule, verbatim, answered by real servers. The rate is
 * over two minutes of which there are a few seconds, where each server has its own idea of the
 * missing part; so it is checked to be there and above zero, and the gauges to be exact.
 */
class RulesAgainstRealServersTest {
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());
  private static final String NAMESPACE = TestingPods.NAMESPACE;

  @TempDir private Path folder;
  private final TestingLoop loop = new TestingLoop();
  private final TestingPods pods = new TestingPods();
  private final ObjectNames objects =
      (resource, namespace, selector) ->
          Future.succeededFuture(Optional.of(Set.of("one", "two", "unscraped")));

  @AfterEach
  void close() {
    pods.close();
    loop.close();
  }

  @Test
  void rulesAreAnswered() throws IOException {
    pods.add("one", t -> 1_000 + 100 * t);
    pods.add("two", t -> 1_000 + 200 * t);
    try (RealServers servers = RealServers.start(folder, pods.scrapeConfig("500ms"))) {
      Assumptions.assumeFalse(servers.all().isEmpty(), "there is no server to ask");
      servers.all().forEach(this::check);
    }
  }

  private void check(RealServer server) {
    PromQlClient client =
        new PromQlClient(
            loop.context(), Clock.systemUTC(), server.endpoint(), PromQlLimits.DEFAULT);
    CachedQueries queries =
        new CachedQueries(
            loop.context(),
            client,
            CacheSettings.DEFAULT.withMaxAge(Duration.ofMillis(200)),
            InstantSource.system());
    RuleMetrics metrics = metrics(queries);
    checkRates(metrics);
    checkExternal(metrics);
    checkCatalog(metrics);
    checkSeries(new PromQlSeries(List.of(depth()), queries, objects));
    metrics.close();
    queries.close();
    loop.get(client::close);
  }

  private RuleMetrics metrics(CachedQueries queries) {
    RuleCompiler compiler = new RuleCompiler(ResourceKinds.builtIn());
    RuleMetrics.Rules rules =
        new RuleMetrics.Rules(
            compiler.custom(List.of(RuleTexts.article())).rules(),
            compiler
                .external(
                    List.of(
                        RuleTexts.rule()
                            .series("queue_depth{queue!=\"\"}")
                            .query("sum(<<.Series>>{<<.LabelMatchers>>}) by (queue)")
                            .build()))
                .rules());
    return new RuleMetrics(
        loop.context(),
        rules,
        queries,
        new RuleMetrics.Cluster(ResourceKinds.builtIn(), objects),
        new DiscoverySettings(Duration.ofMinutes(10), Duration.ofMillis(200)));
  }

  /** Asks until the answer is as it has to be: a server shows its first samples in its own time. */
  private <T> List<T> eventually(Supplier<Future<Answer<T>>> question, int size) {
    return eventually(question, values -> values.size() == size);
  }

  private <T> List<T> eventually(
      Supplier<Future<Answer<T>>> question, Predicate<List<T>> expected) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (true) {
      Answer<T> answer = TestingLoop.await(question.get());
      if (answer instanceof Answer.Values<T>(List<T> values) && expected.test(values)) {
        return values;
      }
      assertThat(System.nanoTime()).as("%s", answer).isLessThan(deadline);
      loop.get(() -> loop.vertx().timer(100, TimeUnit.MILLISECONDS).map(0L));
    }
  }

  private void checkRates(RuleMetrics metrics) {
    CustomQuery query =
        new CustomQuery(GroupResource.PODS, NAMESPACE, "*", "http_requests_per_second", ALL, ALL);
    // Two minutes are extrapolated from the first samples; the ratio comes right as they add up.
    List<CustomValue> values =
        eventually(
            () -> metrics.custom(query), found -> found.size() == 2 && isTwiceTheOther(found));
    assertThat(values).extracting(value -> value.object().name()).containsExactly("one", "two");
    assertThat(values).allSatisfy(value -> assertThat(value.milli()).isPositive());
    assertThat(values.getFirst().atMillis()).isCloseTo(System.currentTimeMillis(), within(30_000L));
  }

  private static boolean isTwiceTheOther(List<CustomValue> values) {
    return Math.abs((double) values.get(1).milli() / values.get(0).milli() - 2) < 0.2;
  }

  private void checkExternal(RuleMetrics metrics) {
    Function<String, ExternalQuery> queue =
        name ->
            new ExternalQuery(
                NAMESPACE, "queue_depth", new LabelSelector(Map.of("queue", name), List.of()));
    List<ExternalValue> values = eventually(() -> metrics.external(queue.apply("jobs")), 1);
    assertThat(values.getFirst().labels()).isEqualTo(Map.of("queue", "jobs"));
    assertThat(values.getFirst().milli()).isEqualTo(14_000);
    assertThat(TestingLoop.await(metrics.external(queue.apply("other"))))
        .isEqualTo(new Answer.Values<>(List.of()));
  }

  private static void checkCatalog(RuleMetrics metrics) {
    var catalog = TestingLoop.await(metrics.catalog());
    assertThat(catalog.external()).containsExactly("queue_depth");
    assertThat(catalog.custom())
        .containsExactly(
            new CustomMetric(GroupResource.NAMESPACES, false, "http_requests_per_second"),
            new CustomMetric(GroupResource.PODS, true, "http_requests_per_second"));
  }

  private void checkSeries(PromQlSeries series) {
    assertThat(eventually(() -> series.pods("depth", NAMESPACE), 2))
        .extracting(PodValue::pod, PodValue::milli)
        .containsExactly(tuple("one", 7_000L), tuple("two", 7_000L));
  }

  private static SeriesQuery depth() {
    String query = "sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})";
    return switch (SeriesQuery.compile("depth", query)) {
      case SeriesQuery.Compiled.Usable(SeriesQuery usable) -> usable;
      case SeriesQuery.Compiled.Unusable(RuleProblem problem) -> throw new AssertionError(problem);
    };
  }
}
