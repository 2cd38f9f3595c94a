package dev.flyball.metrics.api;

import java.util.List;

/**
 * What a provider says to a query. Having no value now, not knowing the metric, and not reaching
 * its source are different answers, and none of them is a zero.
 *
 * @param <T> a value
 */
public sealed interface Answer<T> {
  /**
   * The values that there are now; those that are stale or missing are left out.
   *
   * @param values possibly none
   */
  record Values<T>(List<T> values) implements Answer<T> {
    public Values {
      values = List.copyOf(values);
    }
  }

  /** The provider has no metric of this name, or not for this kind of object. */
  record Unknown<T>() implements Answer<T> {}

  /**
   * The metric is known, and its source did not answer.
   *
   * @param source names the source, such as the address of a Prometheus without credentials
   * @param reason what went wrong
   */
  record Unavailable<T>(String source, String reason) implements Answer<T> {}
}
