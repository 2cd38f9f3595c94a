package dev.flyball.controller.loop;

import dev.flyball.metrics.api.Answer;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;

/**
 * A custom or external metric that no series of the loop's own has. Owned by the loop.
 *
 * @param <V> a value
 */
final class AnswerQuestion<V> extends Question<List<V>> {
  private final Supplier<Future<Answer<V>>> source;
  private final Supplier<String> unknown;
  private List<V> values = List.of();
  private long usedMillis;

  /**
   * A question that was not asked yet.
   *
   * @param source asks it; its future completes on the loop
   * @param unknown what to say where no source knows the metric
   */
  AnswerQuestion(Supplier<Future<Answer<V>>> source, Supplier<String> unknown) {
    this.source = source;
    this.unknown = unknown;
  }

  /** The latest values; those of an answer that could not be renewed do not count. */
  List<V> values() {
    return error() == null ? values : List.of();
  }

  AnswerQuestion<V> usedAt(long nowMillis) {
    usedMillis = nowMillis;
    return this;
  }

  long usedMillis() {
    return usedMillis;
  }

  @Override
  Future<List<V>> ask() {
    return source
        .get()
        .compose(
            answer ->
                switch (answer) {
                  case Answer.Values<V> some -> Future.succeededFuture(some.values());
                  case Answer.Unknown<V> none -> Future.failedFuture(unknown.get());
                  case Answer.Unavailable<V> down ->
                      Future.failedFuture(down.source() + " is unavailable: " + down.reason());
                });
  }

  @Override
  void take(List<V> answer) {
    values = answer;
  }
}
