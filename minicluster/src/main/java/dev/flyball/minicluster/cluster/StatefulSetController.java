package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.node.ObjectNode;

/**
 * Keeps numbered pods: up one after the other when each is ready, down and through updates from the
 * highest.
 */
final class StatefulSetController extends ControlLoop {
  private static final String HASH_LABEL = "controller-revision-hash";

  StatefulSetController(ObjectApi objects, Timeline timeline) {
    super(ResourceCatalog.STATEFUL_SETS, objects, timeline);
  }

  @Override
  void reconcile(StoredObject set) {
    ObjectNode tree = set.tree();
    if (Trees.deleting(tree)) {
      return;
    }
    ObjectNode spec = Json.child(tree, "spec");
    String hash = Trees.hash(spec.path("template"));
    var byOrdinal = new TreeMap<Integer, StoredObject>();
    for (StoredObject pod : objects().store().dependents(set.uid())) {
      if (pod.type().kind().equals("Pod")) {
        byOrdinal.put(ordinal(pod), pod);
      }
    }
    step(set, spec, hash, byOrdinal);
    observe(set, tree, hash);
  }

  private static int ordinal(StoredObject pod) {
    return Integer.parseInt(pod.name().substring(pod.name().lastIndexOf('-') + 1));
  }

  private void step(
      StoredObject set, ObjectNode spec, String hash, NavigableMap<Integer, StoredObject> pods) {
    int replicas = spec.path("replicas").asInt(1);
    boolean parallel = Json.text(spec, "podManagementPolicy").equals("Parallel");
    for (int i = 0; i < replicas; i++) {
      StoredObject pod = pods.get(i);
      if (pod == null) {
        create(set, spec, hash, i);
      }
      if (!parallel && (pod == null || !pod.pod().ready() || pod.pod().deleting())) {
        return;
      }
    }
    for (StoredObject pod : pods.descendingMap().values()) {
      boolean surplus = ordinal(pod) >= replicas;
      boolean outdated = !hash.equals(pod.labels().get(HASH_LABEL));
      if (surplus || outdated) {
        if (!pod.pod().deleting()) {
          objects()
              .delete(
                  ResourceCatalog.PODS, pod.namespace(), pod.name(), ObjectApi.Deletion.DEFAULT);
        }
        if (!parallel || outdated) {
          return;
        }
      }
    }
  }

  private void create(StoredObject set, ObjectNode spec, String hash, int ordinal) {
    ObjectNode pod = Trees.podOf(set, spec.path("template"));
    ObjectNode metadata = Json.child(pod, "metadata").put("name", set.name() + "-" + ordinal);
    Json.child(metadata, "labels")
        .put(HASH_LABEL, hash)
        .put("statefulset.kubernetes.io/pod-name", set.name() + "-" + ordinal)
        .put("apps.kubernetes.io/pod-index", Integer.toString(ordinal));
    objects().create(ResourceCatalog.PODS, set.namespace(), pod);
  }

  private void observe(StoredObject set, ObjectNode tree, String hash) {
    PodSet pods = PodSet.of(objects(), set);
    ObjectNode status = Json.child(tree, "status");
    ObjectNode before = status.deepCopy();
    pods.writeCounts(
        status, Json.child(tree, "spec"), Json.child(tree, "metadata"), timeline().nowMillis());
    long updated =
        pods.active().stream().filter(p -> hash.equals(p.labels().get(HASH_LABEL))).count();
    status.put("currentReplicas", updated).put("updatedReplicas", updated);
    status
        .put("currentRevision", set.name() + "-" + hash)
        .put("updateRevision", set.name() + "-" + hash);
    if (!Json.same(before, status)) {
      writeStatus(set, status);
    }
  }
}
