package dev.flyball.metrics.source.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.api.CustomQuery;
import dev.flyball.metrics.api.CustomValue;
import dev.flyball.metrics.api.CustomValue.DescribedObject;
import dev.flyball.metrics.api.ExternalQuery;
import dev.flyball.metrics.api.ExternalValue;
import dev.flyball.metrics.api.GroupResource;
import dev.flyball.metrics.rules.RuleProblem;
import dev.flyball.metrics.rules.SeriesQuery;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PromQlSeriesTest {
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());
  private static final LabelSelector WEB = new LabelSelector(Map.of("app", "web"), List.of());
  private static final long AT = 1_700_000_000_250L;
  private static final String DEPTH = "sum by (namespace, pod) (queue_depth{namespace=\"shop\"})";

  private final TestingLoop loop = new TestingLoop();
  private final TestingPrometheus server = new TestingPrometheus();
  private final PromQlSeries series =
      new PromQlSeries(
          List.of(
              query("queue_depth", "sum by (namespace, pod) (queue_depth{<<.LabelMatchers>>})"),
              query("everywhere", "depth")),
          new CachedQueries(
              loop.context(),
              new PromQlClient(
                  loop.context(), Clock.systemUTC(), server.endpoint(), PromQlLimits.DEFAULT),
              CacheSettings.DEFAULT,
              new TestingInstants()),
          (resource, namespace, selector) -> Future.succeededFuture(Optional.of(Set.of("a", "b"))));

  @AfterEach
  void close() {
    server.close();
    loop.close();
  }

  private static SeriesQuery query(String name, String text) {
    return switch (SeriesQuery.compile(name, text)) {
      case SeriesQuery.Compiled.Usable(SeriesQuery usable) -> usable;
      case SeriesQuery.Compiled.Unusable(RuleProblem problem) -> throw new AssertionError(problem);
    };
  }

  private static CustomQuery pods(String name, String metric) {
    return new CustomQuery(GroupResource.PODS, "shop", name, metric, WEB, ALL);
  }

  private static CustomValue value(String pod, long milli) {
    return new CustomValue(new DescribedObject("v1", "Pod", "shop", pod), milli, AT, 0);
  }

  @Test
  void aTableOfPodsFromOneQuery() {
    server.when(
        DEPTH,
        "{\"namespace\":\"shop\",\"pod\":\"b\"} 4",
        "{\"namespace\":\"shop\",\"pod\":\"a\"} 3",
        "{\"namespace\":\"shop\",\"pod\":\"c\"} NaN",
        "{\"namespace\":\"shop\",\"pod\":\"d\"} 9",
        "{\"namespace\":\"shop\"} 7");
    for (int i = 0; i < 3; i++) {
      assertThat(TestingLoop.await(series.pods("queue_depth", "shop")))
          .isEqualTo(
              new Answer.Values<>(
                  List.of(
                      new PodValue("a", 3_000, AT),
                      new PodValue("b", 4_000, AT),
                      new PodValue("d", 9_000, AT))));
    }
    assertThat(TestingLoop.await(series.custom(pods("*", "queue_depth"))))
        .isEqualTo(new Answer.Values<>(List.of(value("a", 3_000), value("b", 4_000))));
    assertThat(TestingLoop.await(series.custom(pods("d", "queue_depth"))))
        .isEqualTo(new Answer.Values<>(List.of(value("d", 9_000))));
    assertThat(server.count(DEPTH)).isEqualTo(1);
  }

  @Test
  void oneQueryForAllNamespacesWhereItNamesNone() {
    server.when(
        "depth",
        "{\"namespace\":\"shop\",\"pod\":\"a\",\"queue\":\"x\"} 1",
        "{\"namespace\":\"shop\",\"pod\":\"a\",\"queue\":\"y\"} 2",
        "{\"namespace\":\"other\",\"pod\":\"a\"} 4",
        "{\"pod\":\"a\"} 8");
    assertThat(TestingLoop.await(series.pods("everywhere", "shop")))
        .as("rows of one pod add up; a row of no namespace is of none")
        .isEqualTo(new Answer.Values<>(List.of(new PodValue("a", 3_000, AT))));
    assertThat(TestingLoop.await(series.pods("everywhere", "other")))
        .isEqualTo(new Answer.Values<>(List.of(new PodValue("a", 4_000, AT))));
    assertThat(server.count("depth")).isEqualTo(1);
  }

  @Test
  void rowsWithoutPodsAreAnExternalMetric() {
    server.when(
        "depth",
        "{\"queue\":\"x\",\"app\":\"web\"} 1",
        "{\"queue\":\"y\"} 2",
        "{\"namespace\":\"other\",\"app\":\"web\"} 4",
        "{\"namespace\":\"shop\",\"pod\":\"a\",\"app\":\"web\"} 8");
    assertThat(TestingLoop.await(series.external(new ExternalQuery("shop", "everywhere", WEB))))
        .isEqualTo(
            new Answer.Values<>(
                List.of(new ExternalValue(Map.of("queue", "x", "app", "web"), 1_000, AT, 0))));
  }

  @Test
  void whatIsThereAndWhatIsNot() {
    assertThat(TestingLoop.await(series.catalog()).external())
        .containsExactly("everywhere", "queue_depth");
    assertThat(TestingLoop.await(series.catalog()).custom())
        .containsExactly(
            new CustomMetric(GroupResource.PODS, true, "everywhere"),
            new CustomMetric(GroupResource.PODS, true, "queue_depth"));
    assertThat(TestingLoop.await(series.pods("other", "shop"))).isInstanceOf(Answer.Unknown.class);
    assertThat(TestingLoop.await(series.custom(pods("a", "other"))))
        .isInstanceOf(Answer.Unknown.class);
    server.misbehave(request -> request.response().setStatusCode(503).end());
    assertThat(TestingLoop.await(series.pods("queue_depth", "shop")))
        .isEqualTo(new Answer.Unavailable<>(server.url().toString(), "status 503"));
  }
}
