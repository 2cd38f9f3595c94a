package dev.flyball.minicluster.api;

/**
 * A request as tests, faults and counters see it.
 *
 * @param verb get, list, watch, create, update, patch, delete, deletecollection
 * @param group API group, empty for core
 * @param resource plural with subresource, such as {@code deployments/scale}; empty for discovery
 *     and health
 * @param namespace namespace; empty for all
 * @param name object; empty for the collection
 * @param path the whole path without query
 * @param token bearer token; empty without one
 */
public record ApiCall(
    String verb,
    String group,
    String resource,
    String namespace,
    String name,
    String path,
    String token) {}
