package dev.flyball.controller.cluster;

/**
 * A native HPA.
 *
 * @param namespace its namespace
 * @param name its name
 * @param target what it scales
 * @param status what it said of its last decision
 */
public record HpaInfo(String namespace, String name, TargetKey target, HpaStatus status) {}
