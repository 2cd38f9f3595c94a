package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.PodUsageSource;
import dev.flyball.controller.cluster.ResourceNames;
import dev.flyball.controller.cluster.ScaleAccess;
import java.time.Clock;

/**
 * What the loop needs of the outside.
 *
 * @param scales reads and writes scale subresources
 * @param usages gives CPU and memory of pods
 * @param resourceNames knows the plural names of kinds
 * @param otherMetrics gives metrics that are not scraped
 * @param leadership says whether decisions may be carried out
 * @param statuses keeps what has to outlast a restart
 * @param events takes Events
 * @param metrics is told what the loop does
 * @param clock the time
 * @param journalBytes how much memory all logs of decisions may take, in bytes
 */
public record LoopPorts(
    ScaleAccess scales,
    PodUsageSource usages,
    ResourceNames resourceNames,
    OtherMetrics otherMetrics,
    Leadership leadership,
    StatusStore statuses,
    EventSink events,
    LoopMetrics metrics,
    Clock clock,
    long journalBytes) {}
