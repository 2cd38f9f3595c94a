package dev.flyball.controller.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.ControllerOptions;
import dev.flyball.controller.cluster.LeaderElection;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ApiCall;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.StoredObject;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** Who wrote what for policies, and who held the Lease at that moment. Safe for all threads. */
final class WriteLog {
  private static final Set<String> WRITES = Set.of("create", "update", "patch", "delete");

  /**
   * A write.
   *
   * @param nanos when it arrived
   * @param writer the token that it came with
   * @param holder who held the Lease
   * @param what verb and resource
   */
  record Write(long nanos, String writer, String holder, String what) {
    boolean byTheHolder() {
      return writer.equals(holder);
    }
  }

  private final Minicluster cluster;
  private final ResourceType leases;
  private final UnaryOperator<String> leaseOf;
  private final List<Write> writes = new CopyOnWriteArrayList<>();

  WriteLog(Minicluster cluster) {
    this(cluster, namespace -> LeaderElection.LEASE);
  }

  /** A log where each namespace has a Lease of its own. */
  WriteLog(Minicluster cluster, UnaryOperator<String> leaseOf) {
    this.cluster = cluster;
    this.leaseOf = leaseOf;
    this.leases =
        cluster.objects().catalog().find("coordination.k8s.io", "v1", "leases").orElseThrow();
    cluster.server().guard((call, user) -> record(call));
  }

  private void record(ApiCall call) {
    if (WRITES.contains(call.verb()) && !call.resource().equals("leases")) {
      writes.add(
          new Write(
              System.nanoTime(),
              call.token(),
              holder(leaseOf.apply(call.namespace())),
              call.verb() + " " + call.resource()));
    }
  }

  /** The name of who holds the Lease; empty while nobody does. */
  String holder() {
    return holder(LeaderElection.LEASE);
  }

  /** The name of who holds a Lease; empty while nobody does. */
  String holder(String name) {
    StoredObject lease =
        cluster.objects().store().get(leases, ControllerOptions.DEFAULT_NAMESPACE, name);
    if (lease == null) {
      return "";
    }
    String identity = lease.tree().at("/spec/holderIdentity").asString("");
    int end = identity.lastIndexOf('_');
    return end < 0 ? identity : identity.substring(0, end);
  }

  List<Write> writes() {
    return List.copyOf(writes);
  }

  /** Writes of one replica that change scales. */
  long scales(String writer) {
    return writes.stream()
        .filter(w -> w.writer().equals(writer) && w.what().endsWith("/scale"))
        .count();
  }

  /**
   * A request that was on its way when its sender was frozen arrives late. Such a change of a scale
   * or a status is refused for its resourceVersion. An Event is not, and tells of what its sender
   * did in its own time.
   */
  void nobodyElseHasWritten() {
    List<String> late = writes.stream().filter(w -> !w.byTheHolder()).map(Write::what).toList();
    Map<String, Long> refused = new HashMap<>();
    cluster
        .requests()
        .counts()
        .forEach((what, count) -> refused.put(what.replace(".apps", ""), count.errors()));
    for (String what : late) {
      if (!what.endsWith(" events")) {
        assertThat(Collections.frequency(late, what))
            .as("%s by others than the holder, all refused", what)
            .isLessThanOrEqualTo(refused.getOrDefault(what, 0L).intValue());
      }
    }
    // What was on its way in one moment, and no more.
    assertThat(late).hasSizeLessThanOrEqualTo(2);
  }
}
