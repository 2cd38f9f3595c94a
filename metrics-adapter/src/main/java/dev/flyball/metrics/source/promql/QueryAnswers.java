package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.api.Answer;
import dev.flyball.metrics.rules.RuleQuery;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Makes answers of queries. */
final class QueryAnswers {
  private QueryAnswers() {}

  /** Asks a query and reads values from its result; on the context of the queries. */
  static <T> Future<Answer<T>> of(
      CachedQueries queries, RuleQuery query, Function<InstantVector, List<T>> reading) {
    String source = queries.server().endpoint();
    return switch (query) {
      case RuleQuery.Impossible(String reason) ->
          Future.succeededFuture(new Answer.Unavailable<>(source, reason));
      case RuleQuery.PromQl(String text) ->
          queries
              .ask(text)
              .map(
                  result ->
                      switch (result) {
                        case PromQlResult.Got<InstantVector>(InstantVector vector) ->
                            new Answer.Values<>(reading.apply(vector));
                        case PromQlResult.Failed<InstantVector>(PromQlFailure failure) ->
                            new Answer.Unavailable<>(source, failure.reason());
                      });
    };
  }
}
