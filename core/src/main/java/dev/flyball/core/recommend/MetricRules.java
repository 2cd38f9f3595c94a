package dev.flyball.core.recommend;

/**
 * What a policy says of how its metrics are worked out.
 *
 * @param tolerances how far from its target a metric may be without a change
 * @param cpuInitializationMillis how long after a pod's start its CPU samples count only while
 *     ready
 * @param initialReadinessMillis how long after a pod's start a readiness change counts as the first
 */
public record MetricRules(
    Tolerances tolerances, long cpuInitializationMillis, long initialReadinessMillis) {}
