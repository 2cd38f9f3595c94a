package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
   * The workload of a pod, read off its owner; null for a pod that nothing controls.
   *
   * <p>A Deployment names its ReplicaSets {@code NAME-HASH} and labels their pods with the hash, so
   * that no ReplicaSet has to be looked up.
   */
  static @Nullable Workload of(ObjectMeta pod) {
    for (OwnerReference owner : pod.getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        Map<String, String> labels = pod.getLabels();
        String hash = labels == null ? null : labels.get(TEMPLATE_HASH);
        String name = owner.getName();
        if (owner.getKind().equals("ReplicaSet") && hash != null && name.endsWith("-" + hash)) {
          String deployment = name.substring(0, name.length() - hash.length() - 1);
          return new Workload(owner.getApiVersion(), "Deployment", deployment);
        }
        return new Workload(owner.getApiVersion(), owner.getKind(), name);
      }
    }
    return null;
  }
}
