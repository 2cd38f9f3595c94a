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
    boolean dryRun = policy != null && policy.options().mode() == Mode.DryRun;
    PolicyReportBuilder report =
        undecided(state)
            .desiredReplicas(
                dryRun && decided ? decision.desiredReplicas() : state.history.desiredReplicas())
            .conditions(state.history.conditions().snapshot())
            .lastScaleMillis(state.lastScaleMillis)
            .lastScale(state.lastScale)
            .scaleChanges(state.scaleChanges)
            .agreement(state.agreement == null ? null : state.agreement.report())
            .foreignChanges(state.foreignChanges);
    if (decided) {
      report.currentMetrics(decision.currentMetrics()).explanation(decision.explanation());
    }
    return report.build();
  }

  /** What is known of a policy whoever decides on it. */
  static PolicyReportBuilder undecided(PolicyState state) {
    TargetState target = state.target;
    TargetInfo info = target == null ? null : target.info();
    PolicyReportBuilder report =
        PolicyReport.of(state.id)
            .policy(state.policy)
            .target(target == null ? null : target.key)
            .problems(state.problems)
            .history(state.history.snapshot())
            .createdMillis(state.createdMillis)
            .owner(state.owner);
    if (info != null) {
      report.specReplicas(info.specReplicas()).statusReplicas(info.statusReplicas());
    }
    return report;
  }
}
