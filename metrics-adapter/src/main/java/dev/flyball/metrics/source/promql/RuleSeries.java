package dev.flyball.metrics.source.promql;

import java.util.List;
import java.util.Map;

/**
 * The names of the series that a selector selects.
 *
 * @param series names, in alphabetical order
 * @param seriesByLabel those among them that have a label, by the labels that name objects
 */
record RuleSeries(List<String> series, Map<String, List<String>> seriesByLabel) {
  RuleSeries {
    series = List.copyOf(series);
    seriesByLabel = Map.copyOf(seriesByLabel);
  }
}
