package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.ExternalFallback;
import dev.flyball.metrics.api.discovery.ServedGroups;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a {@link MetricsApi} serves.
 *
 * @param served the groups
 * @param ready whether {@code /readyz} says so; called on the server's threads, must not block
 * @param fallback who is asked for external metrics that the provider does not know
 * @param version version of the product, such as {@code 0.1.0}
 */
public record MetricsApiSettings(
    ServedGroups served,
    BooleanSupplier ready,
    Optional<ExternalFallback> fallback,
    String version) {
  /** Both groups, always ready, no fallback. */
  public static MetricsApiSettings of(String version) {
    return new MetricsApiSettings(ServedGroups.ALL, () -> true, Optional.empty(), version);
  }

  /** The same, with other groups. */
  public MetricsApiSettings withServed(ServedGroups other) {
    return new MetricsApiSettings(other, ready, fallback, version);
  }

  /** The same, ready when something says so. */
  public MetricsApiSettings withReady(BooleanSupplier other) {
    return new MetricsApiSettings(served, other, fallback, version);
  }

  /** The same, with a fallback for unknown external metrics. */
  public MetricsApiSettings withFallback(ExternalFallback other) {
    return new MetricsApiSettings(served, ready, Optional.of(other), version);
  }
}
