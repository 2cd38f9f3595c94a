package dev.flyball.metrics.api;

import java.util.Map;

/**
 * The value of one series of an external metric.
 *
 * @param labels labels of the series
 * @param milli value in milli-units
 * @param atMillis when it was taken, in epoch milliseconds
 * @param windowMillis over how long it was taken; 0 for an instantaneous value
 */
public record ExternalValue(
    Map<String, String> labels, long milli, long atMillis, long windowMillis) {
  public ExternalValue {
    labels = Map.copyOf(labels);
  }
}
