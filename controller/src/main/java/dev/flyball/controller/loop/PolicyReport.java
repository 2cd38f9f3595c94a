package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.Policy;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the outside may know of one policy. Immutable.
 *
 * @param id whose it is
 * @param policy what is in force; empty where no version of its text was ever valid
 * @param target what it scales; empty likewise
 * @param specReplicas the target's {@code spec.replicas} as last seen; -1 while unknown
 * @param statusReplicas the target's {@code status.replicas} as last seen; -1 while unknown
 * @param desiredReplicas replicas last decided
 * @param conditions the policy's conditions
 * @param currentMetrics current values of its metrics, from the last decision
 * @param problems what is wrong with its text; the last good version stays in force
 * @param explanation the last decision step by step; empty before the first
 * @param lastScaleMillis when replicas were last changed by this policy, in epoch milliseconds; 0
 *     for never
 * @param lastScale the decision that this was, step by step; empty for none since the start
 * @param history what has to outlast a restart
 * @param createdMillis when its ConfigMap was made, in epoch milliseconds; 0 where not known
 * @param scaleChanges the last changes of replicas, newest first
 * @param owner what its ConfigMap is besides its text
 * @param agreement how it compares with a native HPA of its target; empty where it is not compared
 * @param foreignChanges how often others have changed the target's replicas while the policy was
 *     Active and decided on here, since the start
 * @param told how the last decision came about, in one sentence, where another replica has decided
 *     and its steps are not known here; else empty
 */
public record PolicyReport(
    PolicyId id,
    Optional<Policy> policy,
    Optional<TargetKey> target,
    int specReplicas,
    int statusReplicas,
    int desiredReplicas,
    List<Condition> conditions,
    List<MetricStatus> currentMetrics,
    List<Problem> problems,
    Optional<Explanation> explanation,
    long lastScaleMillis,
    Optional<Explanation> lastScale,
    HistorySnapshot history,
    long createdMillis,
    List<ScaleChange> scaleChanges,
    PolicyOwner owner,
    Optional<AgreementReport> agreement,
    long foreignChanges,
    String told) {
  /** What stands for replicas that are not known. */
  public static final int UNKNOWN_REPLICAS = -1;

  public PolicyReport {
    conditions = List.copyOf(conditions);
    currentMetrics = List.copyOf(currentMetrics);
    problems = List.copyOf(problems);
    scaleChanges = List.copyOf(scaleChanges);
  }

  /** A policy of which nothing is known but whose it is. */
  public static PolicyReportBuilder of(PolicyId id) {
    return new PolicyReportBuilder(id);
  }

  /** The same report, to be changed in a few respects. */
  public PolicyReportBuilder but() {
    return new PolicyReportBuilder(this);
  }
}
