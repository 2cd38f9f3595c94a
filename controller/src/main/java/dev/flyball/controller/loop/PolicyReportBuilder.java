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
import org.jspecify.annotations.Nullable;

/**
 * Puts a {@link PolicyReport} together; what is not set stays as it was, or unknown. Not safe for
 * several threads.
 */
public final class PolicyReportBuilder {
  private final PolicyId id;
  private @Nullable Policy policy;
  private @Nullable TargetKey target;
  private int specReplicas = PolicyReport.UNKNOWN_REPLICAS;
  private int statusReplicas = PolicyReport.UNKNOWN_REPLICAS;
  private int desiredReplicas;
  private List<Condition> conditions = List.of();
  private List<MetricStatus> currentMetrics = List.of();
  private List<Problem> problems = List.of();
  private @Nullable Explanation explanation;
  private long lastScaleMillis;
  private @Nullable Explanation lastScale;
  private HistorySnapshot history = HistorySnapshot.EMPTY;
  private long createdMillis;
  private List<ScaleChange> scaleChanges = List.of();
  private PolicyOwner owner = PolicyOwner.UNKNOWN;
  private @Nullable AgreementReport agreement;
  private long foreignChanges;
  private String told = "";

  PolicyReportBuilder(PolicyId id) {
    this.id = id;
  }

  PolicyReportBuilder(PolicyReport report) {
    this.id = report.id();
    this.policy = report.policy().orElse(null);
    this.target = report.target().orElse(null);
    this.specReplicas = report.specReplicas();
    this.statusReplicas = report.statusReplicas();
    this.desiredReplicas = report.desiredReplicas();
    this.conditions = report.conditions();
    this.currentMetrics = report.currentMetrics();
    this.problems = report.problems();
    this.explanation = report.explanation().orElse(null);
    this.lastScaleMillis = report.lastScaleMillis();
    this.lastScale = report.lastScale().orElse(null);
    this.history = report.history();
    this.createdMillis = report.createdMillis();
    this.scaleChanges = report.scaleChanges();
    this.owner = report.owner();
    this.agreement = report.agreement().orElse(null);
    this.foreignChanges = report.foreignChanges();
    this.told = report.told();
  }

  /** What is in force; null for none. */
  public PolicyReportBuilder policy(@Nullable Policy value) {
    policy = value;
    return this;
  }

  /** What it scales; null for none. */
  public PolicyReportBuilder target(@Nullable TargetKey value) {
    target = value;
    return this;
  }

  /** The target's {@code spec.replicas}. */
  public PolicyReportBuilder specReplicas(int value) {
    specReplicas = value;
    return this;
  }

  /** The target's {@code status.replicas}. */
  public PolicyReportBuilder statusReplicas(int value) {
    statusReplicas = value;
    return this;
  }

  /** Replicas last decided. */
  public PolicyReportBuilder desiredReplicas(int value) {
    desiredReplicas = value;
    return this;
  }

  /** Its conditions. */
  public PolicyReportBuilder conditions(List<Condition> value) {
    conditions = value;
    return this;
  }

  /** Current values of its metrics. */
  public PolicyReportBuilder currentMetrics(List<MetricStatus> value) {
    currentMetrics = value;
    return this;
  }

  /** What is wrong with its text. */
  public PolicyReportBuilder problems(List<Problem> value) {
    problems = value;
    return this;
  }

  /** Its last decision; null for none. */
  public PolicyReportBuilder explanation(@Nullable Explanation value) {
    explanation = value;
    return this;
  }

  /** When it last changed replicas, in epoch milliseconds. */
  public PolicyReportBuilder lastScaleMillis(long value) {
    lastScaleMillis = value;
    return this;
  }

  /** The decision that this was; null for none. */
  public PolicyReportBuilder lastScale(@Nullable Explanation value) {
    lastScale = value;
    return this;
  }

  /** What has to outlast a restart. */
  public PolicyReportBuilder history(HistorySnapshot value) {
    history = value;
    return this;
  }

  /** When its ConfigMap was made, in epoch milliseconds. */
  public PolicyReportBuilder createdMillis(long value) {
    createdMillis = value;
    return this;
  }

  /** The last changes of replicas, newest first. */
  public PolicyReportBuilder scaleChanges(List<ScaleChange> value) {
    scaleChanges = value;
    return this;
  }

  /** What its ConfigMap is besides its text. */
  public PolicyReportBuilder owner(PolicyOwner value) {
    owner = value;
    return this;
  }

  /** How it compares with a native HPA; null for none. */
  public PolicyReportBuilder agreement(@Nullable AgreementReport value) {
    agreement = value;
    return this;
  }

  /** How often others have changed replicas. */
  public PolicyReportBuilder foreignChanges(long value) {
    foreignChanges = value;
    return this;
  }

  /** The sentence of the last decision, where its steps are not known. */
  public PolicyReportBuilder told(String value) {
    told = value;
    return this;
  }

  /** The report as it is by now. */
  public PolicyReport build() {
    return new PolicyReport(
        id,
        Optional.ofNullable(policy),
        Optional.ofNullable(target),
        specReplicas,
        statusReplicas,
        desiredReplicas,
        conditions,
        currentMetrics,
        problems,
        Optional.ofNullable(explanation),
        lastScaleMillis,
        Optional.ofNullable(lastScale),
        history,
        createdMillis,
        scaleChanges,
        owner,
        Optional.ofNullable(agreement),
        foreignChanges,
        told);
  }
}
