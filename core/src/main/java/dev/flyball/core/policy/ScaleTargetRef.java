package dev.flyball.core.policy;

/**
 * Names the object whose scale subresource a policy moves.
 *
 * @param apiVersion group and version, such as {@code apps/v1}; empty for the core group's {@code
 *     v1}
 * @param kind kind, such as {@code Deployment}
 * @param name name of the object, in the policy's namespace
 */
public record ScaleTargetRef(String apiVersion, String kind, String name) {}
