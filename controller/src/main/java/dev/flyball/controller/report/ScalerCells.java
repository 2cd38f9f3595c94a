package dev.flyball.controller.report;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.PolicyReport;
import java.util.ArrayList;
import java.util.List;

/**
 * A policy as a row of a table: the columns of {@code kubectl get hpa}, with its mode and the
 * reason of its state. Whoever prints scalers takes the cells from here, so that all print the
 * same.
 *
 * @param namespace its namespace
 * @param name what it is called: its key, or {@code CONFIGMAP/KEY} where that is another name
 * @param reference what it scales: {@code Deployment/web}
 * @param targets its metrics against their targets, two of them
 * @param minPods the policy's lower bound
 * @param maxPods the policy's upper bound
 * @param replicas the target's replicas
 * @param age how long its ConfigMap has been there
 * @param mode {@code Active}, {@code DryRun} or {@code Paused}
 * @param reason the condition's reason that a person would look for first
 * @param allTargets its metrics against their targets, all of them
 * @param agreement how it compares with a native HPA, {@code <none>} where it is not compared
 */
public record ScalerCells(
    String namespace,
    String name,
    String reference,
    String targets,
    String minPods,
    String maxPods,
    String replicas,
    String age,
    String mode,
    String reason,
    String allTargets,
    String agreement) {
  private static final List<String> COLUMNS =
      List.of(
          "NAME",
          "REFERENCE",
          "TARGETS",
          "MINPODS",
          "MAXPODS",
          "REPLICAS",
          "AGE",
          "MODE",
          "REASON");

  /** The cells of a policy. */
  public static ScalerCells of(PolicyReport report, long nowMillis) {
    int status = report.statusReplicas();
    return new ScalerCells(
        report.id().namespace(),
        name(report.id()),
        report.target().map(t -> t.kind() + "/" + t.name()).orElse(TargetsText.UNKNOWN),
        TargetsText.of(report),
        report.policy().map(p -> String.valueOf(p.minReplicas())).orElse("<unset>"),
        report.policy().map(p -> String.valueOf(p.maxReplicas())).orElse("<unset>"),
        status < 0 ? TargetsText.UNKNOWN : String.valueOf(status),
        Ages.of(report.createdMillis(), nowMillis),
        report.policy().map(p -> p.options().mode().name()).orElse(TargetsText.UNKNOWN),
        ScalerState.reason(report),
        TargetsText.all(report),
        AgreementText.of(report));
  }

  /** What a policy is called within its namespace. */
  public static String name(PolicyId id) {
    return id.key().equals(id.configMap()) ? id.key() : id.configMap() + "/" + id.key();
  }

  /**
   * The names of the columns without that of the namespace, in their order; AGREEMENT is one of a
   * wide table.
   */
  public static List<String> columns(boolean wide) {
    return wide ? with("AGREEMENT", COLUMNS) : COLUMNS;
  }

  private static List<String> with(String last, List<String> first) {
    List<String> all = new ArrayList<>(first);
    all.add(last);
    return List.copyOf(all);
  }

  /** The cells in the order of {@link #columns}, all metrics shown where the table is wide. */
  public List<String> cells(boolean wide) {
    List<String> cells =
        List.of(
            name,
            reference,
            wide ? allTargets : targets,
            minPods,
            maxPods,
            replicas,
            age,
            mode,
            reason);
    return wide ? with(agreement, cells) : cells;
  }
}
