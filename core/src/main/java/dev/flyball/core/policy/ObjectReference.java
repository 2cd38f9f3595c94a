package dev.flyball.core.policy;

/**
 * Names the object that an Object metric describes.
 *
 * @param apiVersion group and version, such as {@code networking.k8s.io/v1}; may be empty
 * @param kind kind, such as {@code Ingress}
 * @param name name of the object
 */
public record ObjectReference(String apiVersion, String kind, String name) {}
