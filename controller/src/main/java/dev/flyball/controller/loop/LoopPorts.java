package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.ResourceNames;
import dev.flyball.controller.cluster.ScaleAccess;
import dev.flyball.controller.config.Settings;
import dev.flyball.metrics.api.MetricsProvider;
import java.time.Clock;
import java.util.function.Function;

/**
 * What the loop needs of the outside.
 *
 * @param scales reads and writes scale subresources
 * @param usages gives CPU and memory of pods
 * @param resourceNames knows the plural names of kinds
 * @param sources makes the sources of metrics beyond scraped ones that settings name
 * @param leadership says whether decisions may be carried out
 * @param statuses keeps what has to outlast a restart
 * @param events takes Events
 * @param metrics is told what the loop does
 * @param clock the time
 */
public record LoopPorts(
    ScaleAccess scales,
    PodUsageSource usages,
    ResourceNames resourceNames,
    Function<Settings, MetricsProvider> sources,
    Leadership leadership,
    StatusStore statuses,
    EventSink events,
    LoopMetrics metrics,
    Clock clock) {}
