package dev.flyball.controller.config;

import java.util.Comparator;

/**
 * Identity of a policy: a key of a ConfigMap.
 *
 * @param namespace namespace of the ConfigMap, and of the policy's target
 * @param configMap name of the ConfigMap
 * @param key key in its data
 */
public record PolicyId(String namespace, String configMap, String key)
    implements Comparable<PolicyId> {
  private static final Comparator<PolicyId> ORDER =
      Comparator.comparing(PolicyId::namespace)
          .thenComparing(PolicyId::configMap)
          .thenComparing(PolicyId::key);

  /** How problems name the policy's text. */
  public Origin origin() {
    return Origin.configMap(namespace, configMap, key);
  }

  @Override
  public int compareTo(PolicyId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return namespace + "/" + configMap + "/" + key;
  }
}
