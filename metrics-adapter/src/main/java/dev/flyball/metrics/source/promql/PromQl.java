package dev.flyball.metrics.source.promql;

import io.vertx.core.Future;
import java.util.List;

/**
 * Asks a server that answers PromQL. Called on one context, on which futures complete; they do not
 * fail.
 */
public interface PromQl {
  /** The value of an expression now. */
  Future<PromQlResult<InstantVector>> query(String query);

  /**
   * Values of a label among the series that a selector selects.
   *
   * @param label the label; {@code __name__} for the names of the series
   */
  Future<PromQlResult<List<String>>> labelValues(String label, String selector);

  /** Names of the labels of the series that a selector selects. */
  Future<PromQlResult<List<String>>> labelNames(String selector);

  /** The server's address, without credentials. */
  String endpoint();
}
