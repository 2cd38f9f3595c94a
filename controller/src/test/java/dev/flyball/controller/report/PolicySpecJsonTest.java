package dev.flyball.controller.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.config.Origin;
import dev.flyball.controller.config.Parsed;
import dev.flyball.controller.config.PolicyReader;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import java.lang.reflect.RecordComponent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySpecJsonTest {
  private static final Origin ORIGIN = Origin.configMap("shop", "web", "web");
  private static final String EVERY_OPTION =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 0
      maxReplicas: 6
      metrics:
      - type: External
        external: {metric: {name: depth}, target: {type: Value, value: 1500m}}
      flyball:
        mode: DryRun
        syncPeriod: 5s
        metricSelectPolicy: Min
        fallback: {failures: 3, replicas: 4, behavior: CurrentIfHigher}
        cpuInitializationPeriod: 1m30s
        initialReadinessDelay: 0s
        minReadyPercent: 50
        schedule:
        - {start: "0 8 * * 1-5", duration: 10h, timeZone: Asia/Seoul, minReplicas: 4, ramp: 30m}
        - {start: "0 1 * * *", duration: 90m, minReplicas: 2}
        scaleToZero: {cooldown: 2m, activation: 500m}
        surge: Ignore
        podSelection: Owner
        capacity: Cap
      """;

  private static Policy read(String text) {
    return switch (PolicyReader.read(text, ORIGIN)) {
      case Parsed.Valid<Policy> valid -> valid.value();
      case Parsed.Invalid<Policy> invalid -> throw new AssertionError(invalid.problems());
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        EVERY_OPTION,
        "{scaleTargetRef: {kind: ReplicationController, name: x}, maxReplicas: 3}",
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        maxReplicas: 6
        metrics:
        - type: ContainerResource
          containerResource:
            name: memory
            container: main
            target: {type: AverageValue, averageValue: 1.5Gi}
        - type: Pods
          pods:
            metric: {name: rps, selector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d]}]}}
            target: {type: AverageValue, averageValue: "100"}
        - type: Object
          object:
            metric: {name: hits}
            describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}
            target: {type: AverageValue, averageValue: 2k}
        behavior:
          scaleUp:
            stabilizationWindowSeconds: 60
            selectPolicy: Min
            tolerance: 50m
            policies: [{type: Percent, value: 50, periodSeconds: 60}, {type: Pods, value: 2, periodSeconds: 60}]
          scaleDown: {selectPolicy: Disabled}
        """
      })
  void whatIsWrittenReadsAsTheSamePolicy(String text) {
    Policy policy = read(text);
    assertThat(read(PolicySpecJson.of(policy).toString())).isEqualTo(policy);
  }

  /** A new option has to be written too: it belongs into the text above. */
  @Test
  void theTextAboveHasEveryOption() throws ReflectiveOperationException {
    PolicyOptions options = read(EVERY_OPTION).options();
    for (RecordComponent option : PolicyOptions.class.getRecordComponents()) {
      assertThat(option.getAccessor().invoke(options))
          .as(option.getName())
          .isNotEqualTo(option.getAccessor().invoke(PolicyOptions.DEFAULT));
    }
  }
}
