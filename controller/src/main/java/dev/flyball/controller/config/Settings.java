package dev.flyball.controller.config;

import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.metrics.rules.AdapterRule;
import dev.flyball.metrics.source.forward.ForwardTarget;
import dev.flyball.metrics.source.promql.PrometheusEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The settings of the whole controller, with defaults filled in.
 *
 * @param syncPeriod how often a policy is evaluated that does not say so itself, 1 s to 1 h
 * @param usageInterval how old CPU and memory may be at most, between two evaluations as well,
 *     before they are read again; a sync period or more for once an evaluation
 * @param autoscaler what the HPA takes as flags
 * @param architectures targets whose pods cannot run on any of these are left alone; empty for any
 * @param series the series that policies may use beyond CPU and memory
 * @param prometheus where PromQL goes; empty where nothing is asked by PromQL
 * @param rules rules of prometheus-adapter for custom metrics
 * @param externalRules rules of prometheus-adapter for external metrics
 * @param forwardExternalMetrics where external metrics go that are not known here; empty for
 *     nowhere
 */
public record Settings(
    Duration syncPeriod,
    Duration usageInterval,
    AutoscalerSettings autoscaler,
    List<String> architectures,
    List<Series> series,
    Optional<PrometheusEndpoint> prometheus,
    List<AdapterRule> rules,
    List<AdapterRule> externalRules,
    Optional<ForwardTarget> forwardExternalMetrics) {
  /** The settings where nobody wrote any. */
  public static final Settings DEFAULT =
      new Settings(
          Duration.ofSeconds(15),
          Duration.ofSeconds(5),
          AutoscalerSettings.DEFAULT,
          List.of("arm64"),
          List.of(Series.DEFAULT),
          Optional.empty(),
          List.of(),
          List.of(),
          Optional.empty());

  public Settings {
    architectures = List.copyOf(architectures);
    series = List.copyOf(series);
    rules = List.copyOf(rules);
    externalRules = List.copyOf(externalRules);
    if (syncPeriod.isNegative() || syncPeriod.isZero()) {
      throw new IllegalArgumentException("syncPeriod must be positive: " + syncPeriod);
    }
  }
}
