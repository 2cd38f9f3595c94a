package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import java.time.Duration;
import tools.jackson.databind.node.ObjectNode;

/** Keeps as many pods of a template as its ReplicaSet asks for. */
final class ReplicaSetController extends ControlLoop {
  ReplicaSetController(ObjectApi objects, Timeline timeline) {
    super(ResourceCatalog.REPLICA_SETS, objects, timeline);
  }

  @Override
  void reconcile(StoredObject replicaSet) {
    ObjectNode tree = replicaSet.tree();
    if (Trees.deleting(tree)) {
      return;
    }
    ObjectNode spec = Json.child(tree, "spec");
    PodSet pods = PodSet.of(objects(), replicaSet);
    int missing = spec.path("replicas").asInt(1) - pods.active().size();
    for (int i = 0; i < missing; i++) {
      ObjectNode pod = Trees.podOf(replicaSet, spec.path("template"));
      Json.child(pod, "metadata").put("generateName", replicaSet.name() + "-");
      objects().create(ResourceCatalog.PODS, replicaSet.namespace(), pod);
    }
    for (StoredObject victim : pods.victims(-missing)) {
      objects()
          .delete(
              ResourceCatalog.PODS, victim.namespace(), victim.name(), ObjectApi.Deletion.DEFAULT);
    }
    observe(replicaSet, tree);
  }

  private void observe(StoredObject replicaSet, ObjectNode tree) {
    PodSet pods = PodSet.of(objects(), replicaSet);
    ObjectNode spec = Json.child(tree, "spec");
    long now = timeline().nowMillis();
    ObjectNode status = Json.child(tree, "status");
    ObjectNode before = status.deepCopy();
    pods.writeCounts(status, spec, Json.child(tree, "metadata"), now);
    status.put("fullyLabeledReplicas", pods.active().size());
    if (!Json.same(before, status)) {
      writeStatus(replicaSet, status);
    }
    long minReady = spec.path("minReadySeconds").asLong(0);
    if (minReady > 0 && status.path("availableReplicas").asInt(0) < pods.ready()) {
      enqueue(replicaSet.namespace(), replicaSet.name(), Duration.ofSeconds(minReady));
    }
  }
}
