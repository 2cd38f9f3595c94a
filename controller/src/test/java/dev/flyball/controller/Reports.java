package dev.flyball.controller;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.Problem;
import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.AgreementReport.Difference;
import dev.flyball.controller.loop.PolicyOwner;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.ScaleChange;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Explanation.LimitStep;
import dev.flyball.core.decide.Explanation.MetricStep;
import dev.flyball.core.decide.Explanation.PodCounts;
import dev.flyball.core.decide.Explanation.RateStep;
import dev.flyball.core.decide.Explanation.RateUse;
import dev.flyball.core.decide.Explanation.StabilizationStep;
import dev.flyball.core.decide.HistorySnapshot;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.ScaleTargetRef;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.SelectPolicy;
import dev.flyball.core.window.RecommendationWindow.Sample;
import dev.flyball.core.window.ScaleEventLog.Event;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reports of policies for tests of what is made of them. */
public final class Reports {
  /** When everything in these reports happened. */
  public static final long NOW = TestingClock.START.toEpochMilli();

  private static final MetricSpec CPU = new MetricSpec.Resource("cpu", new Utilization(70));
  private static final MetricSpec RPS =
      new MetricSpec.Pods(
          MetricIdentifier.of("http_requests_per_second"), new AverageValue(100_000));

  private Reports() {}

  /** A policy of two metrics that goes from 2 to 3, held by nothing but its rate policy. */
  public static PolicyReport scalingUp() {
    return scalingUp(new PolicyId("shop", "web", "front"));
  }

  /** The same under another name. */
  public static PolicyReport scalingUp(PolicyId id) {
    Policy policy =
        new Policy(
            new ScaleTargetRef("apps/v1", "Deployment", id.key()),
            2,
            6,
            List.of(CPU, RPS),
            Behavior.DEFAULT,
            PolicyOptions.DEFAULT);
    List<Condition> conditions =
        List.of(
            condition(ConditionType.AbleToScale, true, Reason.ReadyForNewScale, "able"),
            condition(ConditionType.ScalingActive, true, Reason.ValidMetricFound, "valid"),
            condition(ConditionType.ScalingLimited, true, Reason.ScaleUpLimit, "limited"));
    return PolicyReport.of(id)
        .policy(policy)
        .target(TargetKey.of(id.namespace(), policy.target()))
        .specReplicas(2)
        .statusReplicas(2)
        .desiredReplicas(3)
        .conditions(conditions)
        .currentMetrics(List.of(cpu(34), rps()))
        .explanation(explanation())
        .lastScaleMillis(NOW - 90_000)
        .lastScale(explanation())
        .history(history(conditions))
        .createdMillis(NOW - 86_400_000)
        .scaleChanges(List.of(new ScaleChange(NOW - 90_000, 3, 2, "goes from 3 to 2.")))
        .owner(new PolicyOwner("5f1d0c1e-1111-4222-8333-444455556666", Map.of("team", "shop")))
        .build();
  }

  /** The same beside an HPA that it has differed from once. */
  public static PolicyReport besideAnHpa() {
    AgreementReport agreement =
        new AgreementReport(
            "web",
            39,
            1,
            0,
            NOW - 600_000,
            List.of(
                new Difference(
                    NOW - 90_000,
                    2,
                    5,
                    3,
                    false,
                    "ScalingActive True ValidMetricFound",
                    "cpu 90 %",
                    explanation())));
    return scalingUp().but().agreement(agreement).foreignChanges(2).build();
  }

  /** A policy whose text was never valid. */
  public static PolicyReport invalid() {
    PolicyId id = new PolicyId("shop", "web", "back");
    return PolicyReport.of(id)
        .conditions(
            List.of(
                condition(ConditionType.ScalingActive, false, Reason.InvalidPolicy, "1 problem")))
        .problems(
            List.of(new Problem(id.origin(), 2, 14, "maxReplicas", "0 is less than 1", "write 1")))
        .build();
  }

  private static Condition condition(
      ConditionType type, boolean status, Reason reason, String message) {
    return new Condition(type, status, reason, message, NOW - 60_000);
  }

  private static MetricStatus cpu(int percent) {
    return new MetricStatus(
        CPU, true, OptionalInt.of(percent), OptionalLong.of(68), OptionalLong.empty());
  }

  private static MetricStatus rps() {
    return new MetricStatus(
        RPS, true, OptionalInt.empty(), OptionalLong.of(190_500), OptionalLong.empty());
  }

  private static Explanation explanation() {
    return new Explanation(
        NOW,
        Outcome.Computed,
        2,
        3,
        List.of(
            new MetricStep(
                CPU, cpu(34), 1, 0.4857, false, new PodCounts(2, 0, 0, 0), Optional.empty()),
            new MetricStep(
                RPS, rps(), 4, 1.905, false, new PodCounts(2, 1, 0, 0), Optional.empty())),
        1,
        4,
        Optional.of(
            new StabilizationStep(Reason.ScaleUpStabilized, 60, 4, NOW - 10_000, NOW + 50_000)),
        Optional.of(
            new RateStep(
                true,
                SelectPolicy.Min,
                List.of(
                    new RateUse(
                        new ScalingPolicy(ScalingPolicy.Type.Percent, 50, 60),
                        0,
                        0,
                        3,
                        OptionalLong.empty()),
                    new RateUse(
                        new ScalingPolicy(ScalingPolicy.Type.Pods, 2, 60),
                        1,
                        0,
                        4,
                        OptionalLong.of(NOW + 30_000))),
                0)),
        Optional.of(new LimitStep(Reason.ScaleUpLimit, 3)),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        2,
        6);
  }

  private static HistorySnapshot history(List<Condition> conditions) {
    return new HistorySnapshot(
        List.of(new Sample(NOW - 40_000, 2), new Sample(NOW - 10_000, 4)),
        List.of(new Event(NOW - 90_000, 1, false)),
        List.of(new Event(NOW - 900_000, 2, true)),
        List.of(),
        conditions,
        3,
        0);
  }
}
