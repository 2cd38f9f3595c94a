package dev.flyball.controller.telemetry;

import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import io.prometheus.client.Collector.MetricFamilySamples;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.List;

/** Metrics of policies, read off a snapshot. There are as many as policies, times a few. */
final class PolicyMetrics {
  private static final List<String> LABELS = List.of("namespace", "configmap", "policy");

  private final GaugeMetricFamily current =
      gauge("flyball_policy_current_replicas", "spec.replicas of the target.");
  private final GaugeMetricFamily desired =
      gauge("flyball_policy_desired_replicas", "Replicas last decided.");
  private final GaugeMetricFamily recommended =
      gauge(
          "flyball_policy_recommended_replicas",
          "Replicas that the metrics ask for, before stabilization, rate limits and bounds.");
  private final GaugeMetricFamily min = gauge("flyball_policy_min_replicas", "Lower bound.");
  private final GaugeMetricFamily max = gauge("flyball_policy_max_replicas", "Upper bound.");
  private final GaugeMetricFamily missing =
      gauge(
          "flyball_policy_missing_metrics",
          "Metrics of the policy without a reading in its last decision.");
  private final GaugeMetricFamily room =
      gauge(
          "flyball_policy_room_replicas",
          "How many more replicas there is room for, of policies that ask for it.");
  private final CounterMetricFamily foreign =
      new CounterMetricFamily(
          "flyball_policy_foreign_changes",
          "Changes of spec.replicas by others while the policy was Active and this replica decided on"
              + " it.",
          LABELS);
  private final GaugeMetricFamily conditions =
      new GaugeMetricFamily(
          "flyball_policy_condition",
          "Conditions of policies; 1 is True.",
          List.of("namespace", "configmap", "policy", "type", "reason"));
  private final CounterMetricFamily agreement =
      new CounterMetricFamily(
          "flyball_agreement",
          "Decisions of a native HPA beside a policy in DryRun, by whether the policy would have"
              + " done the same.",
          with(LABELS, "result"));

  private PolicyMetrics() {}

  /** All of them, and how much is watched. */
  static List<MetricFamilySamples> of(LoopSnapshot snapshot) {
    PolicyMetrics metrics = new PolicyMetrics();
    snapshot.policies().forEach(metrics::add);
    return List.of(
        metrics.current,
        metrics.desired,
        metrics.recommended,
        metrics.min,
        metrics.max,
        metrics.missing,
        metrics.room,
        metrics.foreign,
        metrics.conditions,
        metrics.agreement,
        new GaugeMetricFamily("flyball_pods", "Pods that are watched.", snapshot.pods()),
        new GaugeMetricFamily(
            "flyball_scrape_targets", "Pods that are scraped.", snapshot.scrapeTargets()));
  }

  private void add(PolicyReport report) {
    List<String> values =
        List.of(report.id().namespace(), report.id().configMap(), report.id().key());
    current.addMetric(values, report.specReplicas());
    desired.addMetric(values, report.desiredReplicas());
    report
        .policy()
        .ifPresent(
            policy -> {
              min.addMetric(values, policy.minReplicas());
              max.addMetric(values, policy.maxReplicas());
            });
    report
        .explanation()
        .ifPresent(
            e -> {
              e.moreRoom().ifPresent(more -> room.addMetric(values, more));
              recommended.addMetric(values, e.recommendation());
              missing.addMetric(
                  values,
                  (double) e.metrics().stream().filter(m -> m.failure().isPresent()).count());
            });
    foreign.addMetric(values, (double) report.foreignChanges());
    for (Condition c : report.conditions()) {
      conditions.addMetric(
          with(with(values, c.type().name()), c.reason().name()), c.status() ? 1 : 0);
    }
    report.agreement().ifPresent(a -> agreement(values, a));
  }

  private void agreement(List<String> values, AgreementReport report) {
    agreement.addMetric(with(values, "agreed"), (double) report.agreed());
    agreement.addMetric(with(values, "differed"), (double) report.differed());
    agreement.addMetric(with(values, "uncertain"), (double) report.uncertain());
  }

  private static List<String> with(List<String> names, String last) {
    List<String> more = new ArrayList<>(names);
    more.add(last);
    return more;
  }

  private static GaugeMetricFamily gauge(String name, String help) {
    return new GaugeMetricFamily(name, help, LABELS);
  }
}
