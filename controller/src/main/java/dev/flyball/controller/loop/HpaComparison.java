package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.HpaStatus;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.config.Settings;
import dev.flyball.controller.loop.Agreement.Told;
import dev.flyball.controller.loop.AgreementReport.Difference;
import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import dev.flyball.core.policy.ScalingRules;
import java.util.List;
import java.util.Set;

/**
 * Compares what policies in DryRun would have set with what native HPAs of their targets did.
 *
 * <p>Both have to decide on the same things. So Flyball decides once more when the HPA has told of
 * a decision, on readings taken anew, on the replicas that the HPA saw and on the pods that there
 * were before its change; and it counts the HPA's changes as its own. Owned by the loop.
 */
final class HpaComparison {
  /** Reasons of an HPA that could not carry out what it decided, or decided nothing. */
  private static final Set<String> NO_DECISION =
      Set.of("FailedGetScale", "FailedUpdateScale", "AmbiguousSelector", "InvalidSelector");

  private final ClusterState cluster;
  private final Readings readings;

  HpaComparison(ClusterState cluster, Readings readings) {
    this.cluster = cluster;
    this.readings = readings;
  }

  /** Begins to compare where that is to be done and has not begun; ends it where it is not. */
  void look(PolicyState state, Policy policy, long nowMillis) {
    TargetState target = state.target;
    List<HpaInfo> hpas =
        target == null || policy.options().mode() != Mode.DryRun
            ? List.of()
            : cluster.hpasOf(target.key);
    Agreement agreement = state.agreement;
    if (agreement != null && hpas.stream().noneMatch(hpa -> hpa.name().equals(agreement.hpa))) {
      state.agreement = null;
      state.touched = true;
    }
    if (state.agreement == null && !hpas.isEmpty()) {
      HpaInfo hpa = hpas.getFirst();
      state.agreement = new Agreement(hpa.name(), policy, hpa.status(), nowMillis);
      state.touched = true;
    }
  }

  /**
   * An HPA has changed.
   *
   * @return whether it has told of a decision that is to be compared once readings are in
   */
  boolean told(PolicyState state, HpaInfo hpa, long nowMillis) {
    Policy policy = state.policy;
    if (policy == null) {
      return false;
    }
    look(state, policy, nowMillis);
    Agreement agreement = state.agreement;
    TargetInfo info = state.target == null ? null : state.target.info();
    if (agreement == null || info == null || !agreement.hpa.equals(hpa.name())) {
      return false;
    }
    agreement.under(policy, nowMillis);
    return agreement.tell(hpa.status(), info.statusReplicas(), nowMillis);
  }

  /** Compares what is still to be compared, with the readings that there are. */
  void settle(PolicyState state, Autoscaler autoscaler, Settings settings, long nowMillis) {
    Agreement agreement = state.agreement;
    Policy policy = state.policy;
    TargetState target = state.target;
    Told told = agreement == null ? null : agreement.take();
    if (agreement == null || told == null || policy == null || target == null) {
      return;
    }
    catchUp(agreement, settings, told.atMillis());
    Observation observation =
        new Observation(
            state.id.namespace(),
            told.status().currentReplicas(),
            told.statusReplicas(),
            podsBefore(target, told),
            readings.take(
                state, policy, target, cluster.namespace(state.id.namespace()), nowMillis));
    Decision decision = autoscaler.decide(policy, observation, agreement.history, told.atMillis());
    agreement.decidedMillis = told.atMillis();
    state.touched = true;
    HpaStatus status = told.status();
    if (NO_DECISION.stream().noneMatch(status::fails)) {
      count(agreement, told, decision, settings);
    }
    if (told.rescaled()) {
      int from = status.currentReplicas();
      int to = status.desiredReplicas();
      Autoscaler.rescaled(policy, agreement.history, from, to, told.atMillis());
      Autoscaler.rescaled(policy, state.history, from, to, told.atMillis());
      state.lastScaleMillis = Math.max(state.lastScaleMillis, status.lastScaleMillis());
    }
  }

  private static void count(Agreement agreement, Told told, Decision decision, Settings settings) {
    HpaStatus status = told.status();
    int replicas = decision.rescale() ? decision.desiredReplicas() : status.currentReplicas();
    if (replicas == told.replicas()) {
      agreement.agreed();
      return;
    }
    boolean uncertain =
        !agreement.wholePast
            && told.atMillis() - agreement.beganMillis
                < longestWindowMillis(decision.policy(), settings);
    agreement.differed(
        new Difference(
            told.atMillis(),
            status.currentReplicas(),
            told.replicas(),
            replicas,
            uncertain,
            status.reasons(),
            status.metrics(),
            decision.explanation()));
  }

  /**
   * An HPA that decides as before on the same values does not change its status, and remembers that
   * it did. Only the last of those times matters: any window that holds an earlier one holds it
   * too.
   */
  private static void catchUp(Agreement agreement, Settings settings, long nowMillis) {
    long period = settings.syncPeriod().toMillis();
    Decision last = agreement.history.decision();
    boolean silent =
        agreement.decidedMillis > 0 && nowMillis - agreement.decidedMillis > period * 3 / 2;
    if (silent && last.outcome() == Outcome.Computed) {
      agreement
          .history
          .recommendations()
          .record(
              last.explanation().recommendation(),
              nowMillis - period,
              Math.max(
                  ScalingRules.MAX_WINDOW_SECONDS * 1000L,
                  settings.autoscaler().downscaleStabilization().toMillis()));
    }
  }

  /**
   * The target's pods, without those that the HPA's change has brought already, and with those that
   * it has begun to delete: the HPA decided before either.
   */
  private static PodColumns podsBefore(TargetState target, Told told) {
    if (!told.rescaled()) {
      return target.columns;
    }
    int excess = -told.status().currentReplicas();
    for (PodState pod : target.pods()) {
      excess += pod.info.row().deleted() ? 0 : 1;
    }
    boolean up = told.replicas() > told.status().currentReplicas();
    PodColumns pods = new PodColumns(Math.max(4, target.pods().size()));
    for (PodState pod : target.pods()) {
      PodColumns.Row row = pod.info.row();
      boolean isNew = row.phase() == PodPhase.Pending && row.startedAt() == PodColumns.NO_TIME;
      if (up && excess > 0 && isNew && !row.deleted()) {
        row = deleted(row, true);
        excess--;
      } else if (!up && excess < 0 && row.deleted()) {
        row = deleted(row, false);
        excess++;
      }
      pods.add(row);
    }
    return pods;
  }

  private static PodColumns.Row deleted(PodColumns.Row row, boolean deleted) {
    return new PodColumns.Row(
        row.name(),
        row.phase(),
        deleted,
        row.startedAt(),
        row.readiness(),
        row.readySince(),
        row.requests());
  }

  private static long longestWindowMillis(Policy policy, Settings settings) {
    long byDefault = settings.autoscaler().downscaleStabilization().toSeconds();
    Behavior behavior = policy.behavior();
    long longest = byDefault;
    if (behavior != null) {
      ScalingRules up = behavior.scaleUp();
      ScalingRules down = behavior.scaleDown();
      longest =
          Math.max(
              Math.max(up.longestPeriodSeconds(), up.stabilizationWindowSeconds().orElse(0)),
              Math.max(
                  down.longestPeriodSeconds(),
                  down.stabilizationWindowSeconds().isPresent()
                      ? down.stabilizationWindowSeconds().getAsInt()
                      : byDefault));
    }
    return longest * 1000;
  }
}
