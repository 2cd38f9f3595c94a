package dev.flyball.controller.loop;

import java.util.Map;

/**
 * What a policy's ConfigMap is besides its text. Immutable.
 *
 * @param uid its uid; empty where that is not known
 * @param labels its labels
 */
public record PolicyOwner(String uid, Map<String, String> labels) {
  /** Of a ConfigMap of which nothing is known. */
  public static final PolicyOwner UNKNOWN = new PolicyOwner("", Map.of());

  public PolicyOwner {
    labels = Map.copyOf(labels);
  }
}
