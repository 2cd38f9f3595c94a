package dev.flyball.controller.cluster;

import java.util.Map;

/**
 * What a pod belongs to, as people name it: the Deployment, not the ReplicaSet between them.
 *
 * @param apiVersion group and version, such as {@code apps/v1}
 * @param kind its kind
 * @param name its name
 */
public record Workload(String apiVersion, String kind, String name) {
  private static final String TEMPLATE_HASH = "pod-template-hash";

  /**
   * What the pods of an owner belong to.
   *
   * <p>A Deployment names its ReplicaSets {@code NAME-HASH} and labels their pods with the hash, so
   * that no ReplicaSet has to be looked up.
   *
   * @param owner what controls a pod
   * @param labels of the pod
   */
  static Workload of(Workload owner, Map<String, String> labels) {
    String hash = labels.get(TEMPLATE_HASH);
    if (owner.kind.equals("ReplicaSet") && hash != null && owner.name.endsWith("-" + hash)) {
      String deployment = owner.name.substring(0, owner.name.length() - hash.length() - 1);
      return new Workload(owner.apiVersion, "Deployment", deployment);
    }
    return owner;
  }
}
