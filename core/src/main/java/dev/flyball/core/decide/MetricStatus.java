package dev.flyball.core.decide;

import dev.flyball.core.policy.MetricSpec;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The current value of a metric, as in {@code status.currentMetrics}.
 *
 * @param spec the metric
 * @param valid false where the metric failed; the HPA then shows an entry without content
 * @param averageUtilization percent of the requests
 * @param averageValueMilli value per pod, in milli-units
 * @param valueMilli value of the whole target, in milli-units
 */
public record MetricStatus(
    MetricSpec spec,
    boolean valid,
    OptionalInt averageUtilization,
    OptionalLong averageValueMilli,
    OptionalLong valueMilli) {}
