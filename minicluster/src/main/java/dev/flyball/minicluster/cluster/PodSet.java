package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.PodFacts;
import dev.flyball.minicluster.api.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The pods of one ReplicaSet or StatefulSet.
 *
 * @param active pods that neither ended nor are being deleted
 * @param deleting how many are on their way out
 */
record PodSet(List<StoredObject> active, int deleting) {
  static PodSet of(ObjectApi objects, StoredObject owner) {
    var active = new ArrayList<StoredObject>();
    int deleting = 0;
    for (StoredObject pod : objects.store().dependents(owner.uid())) {
      if (pod.type().kind().equals("Pod")) {
        if (pod.pod().active()) {
          active.add(pod);
        } else if (pod.pod().deleting()) {
          deleting++;
        }
      }
    }
    return new PodSet(active, deleting);
  }

  int ready() {
    return (int) active.stream().filter(p -> p.pod().ready()).count();
  }

  int available(long nowMillis, long minReadyMillis) {
    return (int)
        active.stream().filter(p -> isAvailable(p.pod(), nowMillis, minReadyMillis)).count();
  }

  private static boolean isAvailable(PodFacts pod, long nowMillis, long minReadyMillis) {
    return pod.ready() && pod.readySinceMillis() + minReadyMillis <= nowMillis;
  }

  /**
   * Those that a scale-down takes first: unbound, then pending, then not ready, then ready for the
   * shortest time.
   */
  List<StoredObject> victims(int count) {
    var order =
        Comparator.comparing((StoredObject p) -> !p.pod().node().isEmpty())
            .thenComparing(p -> !p.pod().phase().equals("Pending"))
            .thenComparing(p -> p.pod().ready())
            .thenComparingLong(p -> -p.pod().readySinceMillis())
            .thenComparingLong(p -> -p.resourceVersion());
    return active.stream().sorted(order).limit(Math.max(0, count)).toList();
  }

  void writeCounts(ObjectNode status, ObjectNode spec, ObjectNode metadata, long nowMillis) {
    long minReady = spec.path("minReadySeconds").asLong(0) * 1000;
    status.put("observedGeneration", metadata.path("generation").asLong(1));
    status.put("replicas", active.size());
    status.put("readyReplicas", ready());
    status.put("availableReplicas", available(nowMillis, minReady));
  }
}
