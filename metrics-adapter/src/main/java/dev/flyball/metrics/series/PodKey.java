package dev.flyball.metrics.series;

/**
 * The identity of a pod.
 *
 * @param namespace its namespace
 * @param name its name
 */
public record PodKey(String namespace, String name) {}
