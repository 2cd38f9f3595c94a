package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import tools.jackson.databind.JsonNode;

/** Who a pod belongs to. */
final class Workloads {
  private Workloads() {}

  /**
   * Name of the Deployment behind the pod's ReplicaSet, or of its other owner, or of the pod
   * itself.
   */
  static String ownerOf(ObjectApi objects, StoredObject pod, JsonNode tree) {
    JsonNode owner = tree.path("metadata").path("ownerReferences").path(0);
    if (owner.isMissingNode()) {
      return pod.name();
    }
    String name = Json.text(owner, "name");
    if (Json.text(owner, "kind").equals("ReplicaSet")) {
      StoredObject set = objects.store().get(ResourceCatalog.REPLICA_SETS, pod.namespace(), name);
      if (set != null) {
        return set.tree()
            .path("metadata")
            .path("ownerReferences")
            .path(0)
            .path("name")
            .asString(name);
      }
    }
    return name;
  }
}
