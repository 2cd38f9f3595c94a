package dev.flyball.metrics.source.promql;

/**
 * What a server said, or why it said nothing of use.
 *
 * @param <T> what was asked for
 */
public sealed interface PromQlResult<T> {
  /** An answer. */
  record Got<T>(T value) implements PromQlResult<T> {}

  /** No answer. */
  record Failed<T>(PromQlFailure failure) implements PromQlResult<T> {
    /** The same failure where something else was asked for. */
    <U> Failed<U> as() {
      return new Failed<>(failure);
    }
  }

  /** A failure as a result. */
  static <T> PromQlResult<T> failed(PromQlFailure.Kind kind, String reason) {
    return new Failed<>(new PromQlFailure(kind, reason));
  }
}
