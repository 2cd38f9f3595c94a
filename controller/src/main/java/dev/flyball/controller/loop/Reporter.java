package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.List;
import java.util.Optional;

/** Takes the state of a policy as a value. */
final class Reporter {
  private static final int UNKNOWN = -1;

  private Reporter() {}

  static PolicyReport report(PolicyState state) {
    Decision decision = state.history.decision();
    boolean decided = decision.outcome() != Outcome.None;
    Policy policy = state.policy;
    TargetState target = state.target;
    TargetInfo info = target == null ? null : target.info();
    boolean dryRun = policy != null && policy.options().mode() == Mode.DryRun;
    return new PolicyReport(
        state.id,
        Optional.ofNullable(policy),
        Optional.ofNullable(target).map(t -> t.key),
        info == null ? UNKNOWN : info.specReplicas(),
        info == null ? UNKNOWN : info.statusReplicas(),
        dryRun && decided ? decision.desiredReplicas() : state.history.desiredReplicas(),
        state.history.conditions().snapshot(),
        decided ? decision.currentMetrics() : List.of(),
        state.problems,
        decided ? Optional.of(decision.explanation()) : Optional.empty(),
        state.lastScaleMillis,
        Optional.ofNullable(state.lastScale),
        state.history.snapshot(),
        state.createdMillis,
        state.scaleChanges,
        state.owner,
        Optional.ofNullable(state.agreement).map(Agreement::report),
        state.foreignChanges);
  }
}
