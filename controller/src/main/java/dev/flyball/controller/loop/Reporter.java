package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;

/** Takes the state of a policy as a value. */
final class Reporter {
  private Reporter() {}

  static PolicyReport report(PolicyState state) {
    Decision decision = state.history.decision();
    boolean decided = decision.outcome() != Outcome.None;
    Policy policy = state.policy;
    TargetState target = state.target;
    TargetInfo info = target == null ? null : target.info();
    boolean dryRun = policy != null && policy.options().mode() == Mode.DryRun;
    PolicyReportBuilder report =
        PolicyReport.of(state.id)
            .policy(policy)
            .target(target == null ? null : target.key)
            .desiredReplicas(
                dryRun && decided ? decision.desiredReplicas() : state.history.desiredReplicas())
            .conditions(state.history.conditions().snapshot())
            .problems(state.problems)
            .lastScaleMillis(state.lastScaleMillis)
            .lastScale(state.lastScale)
            .history(state.history.snapshot())
            .createdMillis(state.createdMillis)
            .scaleChanges(state.scaleChanges)
            .owner(state.owner)
            .agreement(state.agreement == null ? null : state.agreement.report())
            .foreignChanges(state.foreignChanges);
    if (info != null) {
      report.specReplicas(info.specReplicas()).statusReplicas(info.statusReplicas());
    }
    if (decided) {
      report.currentMetrics(decision.currentMetrics()).explanation(decision.explanation());
    }
    return report.build();
  }
}
