package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.HpaStatus;
import dev.flyball.controller.loop.AgreementReport.Difference;
import dev.flyball.core.decide.History;
import dev.flyball.core.policy.Policy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the comparison of one policy with one HPA stands. It has a history of its own, of decisions
 * made when the HPA made its own and of the changes that the HPA made, so that both go by the same
 * past. Owned by the loop.
 */
final class Agreement {
  /** So many differences are kept, the last ones. */
  private static final int KEPT = 10;

  final String hpa;
  final History history = new History();

  /** The HPA has not decided before: all of its past is known. */
  final boolean wholePast;

  final long beganMillis;

  private Policy policy;
  private long sinceMillis;
  private HpaStatus seen;
  private @Nullable Told pending;
  private long agreed;
  private long differed;
  private long uncertain;
  private final Deque<Difference> differences = new ArrayDeque<>();

  /** When both last decided, in epoch milliseconds; 0 for never. */
  long decidedMillis;

  /**
   * A decision of the HPA that is still to be compared.
   *
   * @param status how the HPA told it
   * @param rescaled whether it changed replicas
   * @param statusReplicas the target's {@code status.replicas} when it was told
   * @param atMillis when that was
   */
  record Told(HpaStatus status, boolean rescaled, int statusReplicas, long atMillis) {
    /** Replicas as the HPA left them. */
    int replicas() {
      return rescaled ? status.desiredReplicas() : status.currentReplicas();
    }
  }

  Agreement(String hpa, Policy policy, HpaStatus seen, long nowMillis) {
    this.hpa = hpa;
    this.policy = policy;
    this.seen = seen;
    this.wholePast = seen.conditions().isEmpty();
    this.beganMillis = nowMillis;
    this.sinceMillis = nowMillis;
  }

  /**
   * Takes note of what the HPA says.
   *
   * @return whether that is a new decision
   */
  boolean tell(HpaStatus status, int statusReplicas, long nowMillis) {
    if (status.equals(seen)) {
      return false;
    }
    boolean rescaled = status.lastScaleMillis() > seen.lastScaleMillis();
    pending = new Told(status, rescaled, statusReplicas, nowMillis);
    seen = status;
    return true;
  }

  boolean isPending() {
    return pending != null;
  }

  /** The decision that is still to be compared, which it is not any more. */
  @Nullable Told take() {
    Told told = pending;
    pending = null;
    return told;
  }

  /** Counts are those of one text of the policy; how it is evaluated otherwise stays. */
  void under(Policy changed, long nowMillis) {
    if (!changed.equals(policy)) {
      policy = changed;
      sinceMillis = nowMillis;
      agreed = 0;
      differed = 0;
      uncertain = 0;
      differences.clear();
    }
  }

  void agreed() {
    agreed++;
  }

  void differed(Difference difference) {
    if (difference.uncertain()) {
      uncertain++;
    } else {
      differed++;
    }
    if (differences.size() == KEPT) {
      differences.removeFirst();
    }
    differences.add(difference);
  }

  AgreementReport report() {
    return new AgreementReport(
        hpa, agreed, differed, uncertain, sinceMillis, List.copyOf(differences));
  }
}
