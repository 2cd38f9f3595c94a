package dev.flyball.controller.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.Reports;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.AgreementReport;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ScalerCellsTest {
  @Test
  void cellsAreThoseOfTheHpa() {
    ScalerCells cells = ScalerCells.of(Reports.scalingUp(), Reports.NOW);
    assertThat(cells.namespace()).isEqualTo("shop");
    assertThat(cells.cells(false))
        .containsExactly(
            "web/front",
            "Deployment/front",
            "cpu: 34%/70%, 190500m/100",
            "2",
            "6",
            "2",
            "24h",
            "Active",
            "ScaleUpLimit");
    assertThat(ScalerCells.columns(false)).hasSameSizeAs(cells.cells(false));
    assertThat(ScalerCells.columns(true)).hasSameSizeAs(cells.cells(true)).endsWith("AGREEMENT");
    assertThat(cells.agreement()).isEqualTo("<none>");
  }

  static Stream<Arguments> agreements() {
    return Stream.of(
        argumentSet("nothing compared", 0, 0, 0, "<unknown>"),
        argumentSet("all the same", 40, 0, 0, "100% (40/40)"),
        argumentSet("one in a thousand is not all", 999, 1, 0, "99% (999/1000)"),
        argumentSet("none the same", 0, 3, 0, "0% (0/3)"),
        argumentSet("some uncertain", 39, 1, 2, "97% (39/40), 2 uncertain"));
  }

  @ParameterizedTest
  @MethodSource("agreements")
  void agreementIsRoundedDown(long agreed, long differed, long uncertain, String text) {
    AgreementReport agreement =
        new AgreementReport("web", agreed, differed, uncertain, Reports.NOW, List.of());
    PolicyReport report = Reports.scalingUp().but().agreement(agreement).build();
    assertThat(ScalerCells.of(report, Reports.NOW).agreement()).isEqualTo(text);
  }

  @Test
  void whatIsNotKnownIsSaid() {
    assertThat(ScalerCells.of(Reports.invalid(), Reports.NOW).cells(false))
        .containsExactly(
            "web/back",
            "<unknown>",
            "<unknown>",
            "<unset>",
            "<unset>",
            "<unknown>",
            "<unknown>",
            "<unknown>",
            "InvalidPolicy");
    assertThat(ScalerState.of(Reports.invalid())).isEqualTo(ScalerState.Failing);
  }

  @Test
  void aKeyThatIsTheConfigMapsNameIsEnough() {
    assertThat(ScalerCells.name(new PolicyId("shop", "web", "web"))).isEqualTo("web");
    assertThat(ScalerCells.name(new PolicyId("shop", "web", "api"))).isEqualTo("web/api");
  }

  @Test
  void moreThanTwoMetricsAreCounted() {
    MetricIdentifier queue = MetricIdentifier.of("queue_depth");
    MetricSpec average = new MetricSpec.External(queue, new MetricTarget.AverageValue(7_000));
    MetricSpec total = new MetricSpec.External(queue, new MetricTarget.Value(30_000_000));
    MetricSpec container =
        new MetricSpec.ContainerResource("cpu", "app", new MetricTarget.Utilization(50));
    PolicyReport report =
        with(
            List.of(average, total, container),
            List.of(
                new MetricStatus(
                    average,
                    true,
                    OptionalInt.empty(),
                    OptionalLong.of(1_500),
                    OptionalLong.empty()),
                new MetricStatus(
                    total,
                    true,
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.of(45_000_000)),
                new MetricStatus(
                    container,
                    false,
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    OptionalLong.empty())));
    assertThat(TargetsText.of(report)).isEqualTo("1500m/7 (avg), 45k/30k + 1 more...");
    assertThat(TargetsText.all(report)).isEqualTo("1500m/7 (avg), 45k/30k, cpu: <unknown>/50%");
  }

  private static PolicyReport with(List<MetricSpec> metrics, List<MetricStatus> statuses) {
    PolicyReport r = Reports.scalingUp();
    Policy policy =
        new Policy(r.policy().orElseThrow().target(), 1, 9, metrics, null, PolicyOptions.DEFAULT);
    return copy(r, policy, r.conditions(), statuses);
  }

  private static PolicyReport copy(
      PolicyReport r, Policy policy, List<Condition> conditions, List<MetricStatus> statuses) {
    return r.but()
        .policy(policy)
        .specReplicas(3)
        .conditions(conditions)
        .currentMetrics(statuses)
        .build();
  }

  @ParameterizedTest
  @CsvSource({
    "Active, AbleToScale, true, ReadyForNewScale, Ok",
    "Active, ScalingLimited, true, TooManyReplicas, Limited",
    "Active, AbleToScale, false, TooFewReadyPods, Limited",
    "Active, ScalingActive, false, FailedGetResourceMetric, Failing",
    "Active, AbleToScale, false, FailedGetScale, Failing",
    "Active, ScalingActive, false, ScalingDisabled, Disabled",
    "DryRun, AbleToScale, true, ReadyForNewScale, DryRun",
    "DryRun, ScalingActive, false, FailedGetResourceMetric, Failing",
    "Paused, ScalingActive, false, Paused, Paused"
  })
  void theStateIsTheFirstThatApplies(
      PolicyOptions.Mode mode,
      ConditionType type,
      boolean status,
      Reason reason,
      ScalerState expected) {
    PolicyReport r = Reports.scalingUp();
    Policy p = r.policy().orElseThrow();
    Policy policy =
        new Policy(
            p.target(),
            p.minReplicas(),
            p.maxReplicas(),
            p.metrics(),
            p.behavior(),
            PolicyOptions.builder().mode(mode).build());
    PolicyReport report =
        copy(r, policy, List.of(new Condition(type, status, reason, "", 1)), List.of());
    assertThat(ScalerState.of(report)).isEqualTo(expected);
    assertThat(ScalerState.reason(report)).isEqualTo(reason.name());
  }

  @Test
  void replicasThatAreAboutToChangeAreScaling() {
    assertThat(ScalerState.of(Reports.scalingUp())).isEqualTo(ScalerState.Scaling);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0s",
    "119, 119s",
    "120, 2m",
    "599, 9m59s",
    "600, 10m",
    "10799, 179m",
    "10800, 3h",
    "14460, 4h1m",
    "28800, 8h",
    "172799, 47h",
    "172800, 2d",
    "176400, 2d1h",
    "691200, 8d",
    "63072000, 2y",
    "94694400, 3y1d",
    "315360000, 10y"
  })
  void agesAreAsShortAsKubectls(long seconds, String expected) {
    assertThat(Ages.of(1_000, 1_000 + seconds * 1000)).isEqualTo(expected);
    assertThat(Ages.of(0, seconds * 1000)).isEqualTo("<unknown>");
  }
}
