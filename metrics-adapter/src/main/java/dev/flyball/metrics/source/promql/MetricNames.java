package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.api.Catalog;
import dev.flyball.metrics.api.Catalog.CustomMetric;
import dev.flyball.metrics.rules.CompiledRule;
import dev.flyball.metrics.rules.ResourceKind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names of the metrics that rules give with what the server has: all that is kept of a discovery.
 * Immutable.
 */
final class MetricNames {
  /** No metrics. */
  static final MetricNames NONE = new MetricNames(Map.of(), Map.of());

  private final Map<CustomMetric, SeriesOfRule> custom;
  private final Map<String, SeriesOfRule> external;
  private final Catalog catalog;

  private MetricNames(Map<CustomMetric, SeriesOfRule> custom, Map<String, SeriesOfRule> external) {
    this.custom = Map.copyOf(custom);
    this.external = Map.copyOf(external);
    List<CustomMetric> described =
        custom.keySet().stream()
            .sorted(
                Comparator.comparing((CustomMetric metric) -> metric.resource().toString())
                    .thenComparing(CustomMetric::metric))
            .toList();
    catalog = new Catalog(external.keySet().stream().sorted().toList(), described);
  }

  /** Collects names; where two series give the same metric, the later one counts. */
  static final class Builder {
    private final Map<CustomMetric, SeriesOfRule> custom = new HashMap<>();
    private final Map<String, SeriesOfRule> external = new HashMap<>();

    void addCustom(CompiledRule rule, RuleSeries found) {
      boolean hasNamespaces = rule.namespaceLabel().isPresent();
      for (Map.Entry<String, List<String>> entry : found.seriesByLabel().entrySet()) {
        Optional<ResourceKind> kind = rule.kind(entry.getKey());
        if (kind.isPresent() && (hasNamespaces || !kind.get().namespaced())) {
          entry.getValue().forEach(series -> addCustom(rule, kind.get(), series));
        }
      }
    }

    private void addCustom(CompiledRule rule, ResourceKind kind, String series) {
      rule.metric(series)
          .ifPresent(
              metric ->
                  custom.put(
                      new CustomMetric(kind.resource(), kind.namespaced(), metric),
                      new SeriesOfRule(rule, series, rule.needsNames(series, kind))));
    }

    void addExternal(CompiledRule rule, RuleSeries found) {
      for (String series : found.series()) {
        rule.metric(series)
            .ifPresent(metric -> external.put(metric, new SeriesOfRule(rule, series, false)));
      }
    }

    MetricNames build() {
      return new MetricNames(custom, external);
    }
  }

  Optional<SeriesOfRule> custom(ResourceKind kind, String metric) {
    return Optional.ofNullable(
        custom.get(new CustomMetric(kind.resource(), kind.namespaced(), metric)));
  }

  Optional<SeriesOfRule> external(String metric) {
    return Optional.ofNullable(external.get(metric));
  }

  Catalog catalog() {
    return catalog;
  }
}
