package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.flyball.controller.Reports;
import dev.flyball.controller.loop.KeptStatus;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.History;
import dev.flyball.core.decide.HistorySnapshot;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusDocumentTest {
  @Test
  void readsWellAndEndsInHistory() {
    String document = StatusDocument.full(Reports.scalingUp(), ZoneOffset.UTC);
    assertThat(document.substring(0, document.indexOf("\"history\"")))
        .isEqualTo(
            """
            {
              "currentReplicas": 2,
              "desiredReplicas": 3,
              "minReplicas": 2,
              "maxReplicas": 6,
              "mode": "Active",
              "target": "Deployment/front",
              "lastScaleTime": "2026-03-01T08:58:30Z",
              "explanation": "cpu at 34 % of 70 % asks for 1; http_requests_per_second at 190.5 of 100 per pod (1 pod not ready yet) asks for 4; the highest wins: 4; the lowest of the last 60 s is 4, so it takes 4 until 09:00:50; scaling up by at most 50 % in 60 s allows 3; goes from 2 to 3.",
              "scaleChanges": [ {
                "time": "2026-03-01T08:58:30Z",
                "from": 3,
                "to": 2,
                "sentence": "goes from 3 to 2."
              } ],
              "conditions": [ {
                "type": "AbleToScale",
                "status": "True",
                "lastTransitionTime": "2026-03-01T08:59:00Z",
                "reason": "ReadyForNewScale",
                "message": "able"
              }, {
                "type": "ScalingActive",
                "status": "True",
                "lastTransitionTime": "2026-03-01T08:59:00Z",
                "reason": "ValidMetricFound",
                "message": "valid"
              }, {
                "type": "ScalingLimited",
                "status": "True",
                "lastTransitionTime": "2026-03-01T08:59:00Z",
                "reason": "ScaleUpLimit",
                "message": "limited"
              } ],
              "currentMetrics": [ {
                "type": "Resource",
                "resource": {
                  "name": "cpu",
                  "current": {
                    "averageUtilization": 34,
                    "averageValue": "68m"
                  }
                }
              }, {
                "type": "Pods",
                "pods": {
                  "metric": {
                    "name": "http_requests_per_second"
                  },
                  "current": {
                    "averageValue": "190500m"
                  }
                }
              } ],
            """
                + "  ");
  }

  @Test
  void besideAnHpaItTellsHowOftenAndWhereTheTwoDiffered() {
    String document = StatusDocument.full(Reports.besideAnHpa(), ZoneOffset.UTC);
    assertThat(document)
        .contains(
            """
              "agreement": {
                "hpa": "web",
                "agreed": 39,
                "differed": 1,
                "uncertain": 0,
                "percent": 97,
                "since": "2026-03-01T08:50:00Z",
                "differences": [ {
                  "at": "2026-03-01T08:58:30Z",
                  "currentReplicas": 2,
                  "hpaReplicas": 5,
                  "flyballReplicas": 3,
            """
                .indent(0));
  }

  @Test
  void problemsAreLines() {
    assertThat(StatusDocument.full(Reports.invalid(), ZoneOffset.UTC))
        .contains("\"problems\": [ \"shop/web[back]:2: maxReplicas: 0 is less than 1; write 1\" ]")
        .doesNotContain("currentReplicas");
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void historiesAreReadBack(@ForAll("histories") HistorySnapshot any) {
    PolicyReport report = with(any);
    assertThat(history(StatusDocument.full(report, ZoneOffset.UTC))).isEqualTo(any);
    assertThat(history(StatusDocument.brief(report, any))).isEqualTo(any);
    HistorySnapshot kept = History.restore(any).snapshot();
    String again = StatusDocument.full(with(kept), ZoneOffset.UTC);
    assertThat(History.restore(history(again)).snapshot()).isEqualTo(kept);
  }

  private static HistorySnapshot history(String document) {
    return StatusDocument.kept(document, 0).history();
  }

  @Test
  void keepsWhatItIsOfAndWhenItLastScaled() {
    PolicyReport report = Reports.scalingUp();
    KeptStatus expected =
        new KeptStatus(
            report.history(),
            "apps/Deployment/front",
            report.lastScaleMillis(),
            report.scaleChanges(),
            Reports.NOW,
            new KeptStatus.Told(
                report.desiredReplicas(),
                report.explanation().orElseThrow().sentence(ZoneOffset.UTC),
                report.currentMetrics().stream()
                    .map(
                        m ->
                            new KeptStatus.Values(
                                m.valid(),
                                m.averageUtilization(),
                                m.averageValueMilli(),
                                m.valueMilli()))
                    .toList()));
    assertThat(StatusDocument.kept(StatusDocument.full(report, ZoneOffset.UTC), Reports.NOW))
        .isEqualTo(expected);
    assertThat(StatusDocument.kept(StatusDocument.brief(report, report.history()), Reports.NOW))
        .usingRecursiveComparison()
        .ignoringFields("scaleChanges", "told")
        .isEqualTo(expected);
  }

  @Provide
  Arbitrary<HistorySnapshot> histories() {
    return Histories.any();
  }

  private static PolicyReport with(HistorySnapshot history) {
    return Reports.scalingUp().but().history(history).build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "nonsense", "[]", "7", "{}", "{\"history\":[]}", "{\"history\":{}}"})
  void anythingElseIsRefused(String document) {
    assertThatIllegalArgumentException().isThrownBy(() -> history(document));
  }

  @Property
  void damagedDocumentsAreReadOrRefused(@ForAll int at, @ForAll char with) {
    StringBuilder text =
        new StringBuilder(StatusDocument.full(Reports.scalingUp(), ZoneOffset.UTC));
    text.setCharAt(Math.floorMod(at, text.length()), with);
    try {
      assertThat(history(text.toString()).desiredReplicas()).isNotNegative();
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }
}
