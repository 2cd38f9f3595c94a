package dev.flyball.metrics.api.http;

import dev.flyball.metrics.api.ExternalFallback;
import dev.flyball.metrics.api.ObjectProvider;
import dev.flyball.metrics.api.discovery.ServedGroups;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * What a {@link MetricsApi} serves.
 *
 * @param served the groups
 * @param ready whether {@code /readyz} says so; called on the server's threads, must not block
 * @param fallback who is asked for external metrics that the provider does not know
 * @param objects groups of objects besides those of metrics
 * @param version version of the product, such as {@code 0.1.0}
 */
public record MetricsApiSettings(
    ServedGroups served,
    BooleanSupplier ready,
    Optional<ExternalFallback> fallback,
    List<ObjectProvider> objects,
    String version) {
  public MetricsApiSettings {
    objects = List.copyOf(objects);
    served = served.withObjects(objects.stream().map(ObjectProvider::group).toList());
  }

  /** Both groups, always ready, no fallback. */
  public static MetricsApiSettings of(String version) {
    return new MetricsApiSettings(
        ServedGroups.ALL, () -> true, Optional.empty(), List.of(), version);
  }

  /** The same, with other groups. */
  public MetricsApiSettings withServed(ServedGroups other) {
    return new MetricsApiSettings(other, ready, fallback, objects, version);
  }

  /** The same, ready when something says so. */
  public MetricsApiSettings withReady(BooleanSupplier other) {
    return new MetricsApiSettings(served, other, fallback, objects, version);
  }

  /** The same, with a fallback for unknown external metrics. */
  public MetricsApiSettings withFallback(ExternalFallback other) {
    return new MetricsApiSettings(served, ready, Optional.of(other), objects, version);
  }

  /** The same, with groups of objects. */
  public MetricsApiSettings withObjects(List<ObjectProvider> others) {
    return new MetricsApiSettings(served, ready, fallback, others, version);
  }
}
