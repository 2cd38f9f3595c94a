package dev.flyball.metrics.source.promql;

import java.time.Duration;

/**
 * How often the names of metrics are looked for.
 *
 * @param interval the time between two looks
 * @param onUnknown the least time between two looks where an unknown name is asked for
 */
public record DiscoverySettings(Duration interval, Duration onUnknown) {
  /** Each 10 minutes, and each 30 s for unknown names. */
  public static final DiscoverySettings DEFAULT =
      new DiscoverySettings(Duration.ofMinutes(10), Duration.ofSeconds(30));
}
