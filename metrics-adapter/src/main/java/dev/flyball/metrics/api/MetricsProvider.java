package dev.flyball.metrics.api;

import io.vertx.core.Future;

/**
 * Where the values of the metrics APIs come from.
 *
 * <p>May be called on any thread; futures may complete on any thread. A future does not fail for
 * what a query or a source can bring about: that is an {@link Answer}.
 */
public interface MetricsProvider {
  /** The metrics that there are. */
  Future<Catalog> catalog();

  /** The series of an external metric. */
  Future<Answer<ExternalValue>> external(ExternalQuery query);

  /** A custom metric of objects. */
  Future<Answer<CustomValue>> custom(CustomQuery query);
}
