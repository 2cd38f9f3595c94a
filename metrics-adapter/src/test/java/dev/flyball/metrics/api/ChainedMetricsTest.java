package dev.flyball.metrics.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChainedMetricsTest {
  private static final LabelSelector ALL = new LabelSelector(Map.of(), List.of());
  private static final Answer<ExternalValue> UNKNOWN = new Answer.Unknown<>();
  private static final Answer<ExternalValue> DOWN = new Answer.Unavailable<>("vm", "refused");
  private static final Answer<ExternalValue> NONE = new Answer.Values<>(List.of());
  private static final Answer<ExternalValue> ONE =
      new Answer.Values<>(List.of(new ExternalValue(Map.of(), 1000, 0, 0)));

  /** Gives the same answer to every external query. */
  private record TestingAnswer(Answer<ExternalValue> answer, Catalog has)
      implements MetricsProvider {
    @Override
    public Future<Catalog> catalog() {
      return Future.succeededFuture(has);
    }

    @Override
    public Future<Answer<ExternalValue>> external(ExternalQuery query) {
      return Future.succeededFuture(answer);
    }

    @Override
    public Future<Answer<CustomValue>> custom(CustomQuery query) {
      return Future.succeededFuture(new Answer.Unknown<>());
    }
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.argumentSet("nobody is asked", List.of(), UNKNOWN),
        Arguments.argumentSet("nobody knows it", List.of(UNKNOWN, UNKNOWN), UNKNOWN),
        Arguments.argumentSet("the first one knows it", List.of(ONE, NONE), ONE),
        Arguments.argumentSet("knowing it without a value is knowing", List.of(NONE, ONE), NONE),
        Arguments.argumentSet("the second one knows it", List.of(UNKNOWN, ONE), ONE),
        Arguments.argumentSet("one that is down hides nobody", List.of(DOWN, ONE), ONE),
        Arguments.argumentSet("the one that is down might know", List.of(DOWN, UNKNOWN), DOWN));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void theFirstThatKnowsItAnswers(
      List<Answer<ExternalValue>> answers, Answer<ExternalValue> expected) {
    ChainedMetrics chain =
        new ChainedMetrics(
            answers.stream()
                .map(answer -> (MetricsProvider) new TestingAnswer(answer, Catalog.EMPTY))
                .toList());
    assertThat(chain.external(new ExternalQuery("shop", "queue", ALL)).result())
        .isEqualTo(expected);
  }

  @Test
  void theCatalogHasEachMetricOnce() {
    CustomMetric rps = new CustomMetric(GroupResource.PODS, true, "rps");
    CustomMetric depth = new CustomMetric(GroupResource.PODS, true, "depth");
    ChainedMetrics chain =
        new ChainedMetrics(
            List.of(
                new TestingAnswer(UNKNOWN, new Catalog(List.of("rps"), List.of(rps))),
                new TestingAnswer(
                    UNKNOWN, new Catalog(List.of("depth", "rps"), List.of(rps, depth)))));
    assertThat(chain.catalog().result())
        .isEqualTo(new Catalog(List.of("depth", "rps"), List.of(rps, depth)));
  }
}
