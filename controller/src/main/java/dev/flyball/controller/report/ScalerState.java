package dev.flyball.controller.report;

import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.PolicyOptions.Mode;
import java.util.Locale;
import java.util.Optional;

/** How a policy is doing, in one word. The first that applies counts. */
public enum ScalerState {
  /** Its text is wrong, its metrics cannot be read, or its target cannot be scaled. */
  Failing,
  /** Its mode is {@code Paused}. */
  Paused,
  /** Its target has no replicas, and it leaves it at that. */
  Disabled,
  /** Its mode is {@code DryRun}. */
  DryRun,
  /** Replicas are about to change. */
  Scaling,
  /** A bound or a rate policy keeps it from what its metrics ask for. */
  Limited,
  /** All is well. */
  Ok;

  /** Its name in an answer: lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The state of a policy. */
  public static ScalerState of(PolicyReport report) {
    Optional<Mode> mode = report.policy().map(p -> p.options().mode());
    if (mode.isEmpty() || !report.problems().isEmpty()) {
      return Failing;
    }
    if (mode.get() == Mode.Paused) {
      return Paused;
    }
    Optional<Reason> active = falseReason(report, ConditionType.ScalingActive);
    if (active.isPresent() && active.get() == Reason.ScalingDisabled) {
      return Disabled;
    }
    Optional<Reason> able = falseReason(report, ConditionType.AbleToScale);
    if (active.isPresent() || (able.isPresent() && able.get() != Reason.TooFewReadyPods)) {
      return Failing;
    }
    if (mode.get() == Mode.DryRun) {
      return DryRun;
    }
    if (report.specReplicas() >= 0
        && report.explanation().isPresent()
        && report.desiredReplicas() != report.specReplicas()) {
      return Scaling;
    }
    boolean limited =
        report.conditions().stream()
            .anyMatch(c -> c.type() == ConditionType.ScalingLimited && c.status());
    return limited || able.isPresent() ? Limited : Ok;
  }

  /** The reason of the state, as a condition has it: the one that a person would look for first. */
  public static String reason(PolicyReport report) {
    if (!report.problems().isEmpty()) {
      return Reason.InvalidPolicy.name();
    }
    if (report.policy().isPresent() && report.policy().get().options().mode() == Mode.Paused) {
      return Reason.Paused.name();
    }
    return falseReason(report, ConditionType.ScalingActive)
        .or(() -> falseReason(report, ConditionType.AbleToScale))
        .or(
            () ->
                find(report, ConditionType.ScalingLimited)
                    .filter(Condition::status)
                    .map(Condition::reason))
        .or(() -> find(report, ConditionType.AbleToScale).map(Condition::reason))
        .map(Reason::name)
        .orElse("");
  }

  private static Optional<Reason> falseReason(PolicyReport report, ConditionType type) {
    return find(report, type).filter(c -> !c.status()).map(Condition::reason);
  }

  private static Optional<Condition> find(PolicyReport report, ConditionType type) {
    return report.conditions().stream().filter(c -> c.type() == type).findFirst();
  }
}
