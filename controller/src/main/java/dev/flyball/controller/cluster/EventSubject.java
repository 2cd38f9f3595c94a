package dev.flyball.controller.cluster;

import dev.flyball.controller.config.PolicyId;

/**
 * The object that an Event is recorded at: {@code kubectl describe} of an object shows the Events
 * that name its kind, name and uid, all of them, so an Event shows at one object only.
 *
 * @param uid its uid; empty where it is not known
 * @param fieldPath the part of it that is meant; empty for all of it
 */
public record EventSubject(
    String apiVersion, String kind, String name, String uid, String fieldPath) {
  /** The ConfigMap of a policy, at the policy's key. */
  public static EventSubject configMap(PolicyId policy, String uid) {
    return new EventSubject(
        "v1", "ConfigMap", policy.configMap(), uid, "data[" + policy.key() + "]");
  }
}
