package dev.flyball.controller.loop;

import dev.flyball.controller.config.Settings;
import dev.flyball.metrics.api.MetricsProvider;
import dev.flyball.metrics.source.promql.ObjectNames;

/** Gives metrics that the loop does not scrape itself. Called on the loop; must not block. */
public interface OtherMetrics {
  /**
   * Settings are in force from now on.
   *
   * @param held the loop's own series, for those who serve them
   * @param pods the pods that the loop knows
   * @return what policies use beside the loop's own series
   */
  MetricsProvider use(Settings settings, MetricsProvider held, ObjectNames pods);
}
