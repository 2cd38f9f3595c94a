package dev.flyball.controller.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.CronExpression;
import dev.flyball.core.policy.Fallback;
import dev.flyball.core.policy.LabelSelector;
import dev.flyball.core.policy.LabelSelector.Operator;
import dev.flyball.core.policy.LabelSelector.Requirement;
import dev.flyball.core.policy.MetricIdentifier;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.MetricTarget.AverageValue;
import dev.flyball.core.policy.MetricTarget.Utilization;
import dev.flyball.core.policy.MetricTarget.Value;
import dev.flyball.core.policy.ObjectReference;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions;
import dev.flyball.core.policy.PolicyOptions.MetricSelectPolicy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import dev.flyball.core.policy.ScaleTargetRef;
import dev.flyball.core.policy.ScaleToZero;
import dev.flyball.core.policy.ScalingPolicy;
import dev.flyball.core.policy.ScalingRules;
import dev.flyball.core.policy.ScheduledFloor;
import dev.flyball.core.policy.SelectPolicy;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class PolicyReaderTest {
  private static final String SMALL =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      maxReplicas: 6
      """;

  static final String IMPRUN =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: imprun-server}
      minReplicas: 2
      maxReplicas: 6
      metrics:
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
      - type: Resource
        resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}
      - type: Pods
        pods: {metric: {name: http_requests_per_second}, target: {type: AverageValue, averageValue: "100"}}
      behavior:
        scaleUp:
          stabilizationWindowSeconds: 60
          selectPolicy: Min
          policies:
          - {type: Percent, value: 50, periodSeconds: 60}
          - {type: Pods, value: 2, periodSeconds: 60}
        scaleDown:
          stabilizationWindowSeconds: 300
          policies:
          - {type: Percent, value: 25, periodSeconds: 60}
      """;

  private static final Policy IMPRUN_POLICY =
      new Policy(
          new ScaleTargetRef("apps/v1", "Deployment", "imprun-server"),
          2,
          6,
          List.of(
              new MetricSpec.Resource("cpu", new Utilization(70)),
              new MetricSpec.Resource("memory", new Utilization(80)),
              new MetricSpec.Pods(
                  MetricIdentifier.of("http_requests_per_second"), new AverageValue(100_000))),
          new Behavior(
              new ScalingRules(
                  OptionalInt.of(60),
                  SelectPolicy.Min,
                  List.of(
                      new ScalingPolicy(ScalingPolicy.Type.Percent, 50, 60),
                      new ScalingPolicy(ScalingPolicy.Type.Pods, 2, 60)),
                  OptionalDouble.empty()),
              new ScalingRules(
                  OptionalInt.of(300),
                  SelectPolicy.Max,
                  List.of(new ScalingPolicy(ScalingPolicy.Type.Percent, 25, 60)),
                  OptionalDouble.empty())),
          PolicyOptions.DEFAULT);

  @Test
  void bareSpec() {
    assertThat(Read.policy(IMPRUN)).isEqualTo(IMPRUN_POLICY);
  }

  @Test
  void pastedObjectWithWhatTheApiServerAdds() {
    String pasted =
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata:
          annotations: {kubectl.kubernetes.io/last-applied-configuration: '{"a":1}'}
          creationTimestamp: "2026-01-02T03:04:05Z"
          managedFields:
          - {manager: kubectl, operation: Update, fieldsV1: {"f:spec": {"f:maxReplicas": {}}}}
          name: imprun-server
          namespace: imprun-system
          resourceVersion: "12"
        spec:
        """
            + IMPRUN.indent(2)
            + """
            status:
              currentMetrics: null
              desiredReplicas: 0
            """;
    assertThat(Read.policy(pasted)).isEqualTo(IMPRUN_POLICY);
  }

  @Test
  void jsonSaysTheSame() {
    String json =
        """
        {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web"},
        \t"spec": {"scaleTargetRef":{"apiVersion":"apps\\/v1","kind":"Deployment","name":"web"},
        \t"minReplicas":null, "maxReplicas": 6,
          "metrics":[{"type":"Resource","resource":{"name":"cpu",
            "target":{"type":"AverageValue","averageValue":"500m"}}}]}}
        """;
    String yaml =
        SMALL
            + """
            metrics:
              - type: Resource
                resource:
                  name: cpu
                  target: &half {type: AverageValue, averageValue: 0.5}
            """;
    assertThat(Read.policy(json)).isEqualTo(Read.policy(yaml));
  }

  @Test
  void absentFieldsTakeTheDefaultsOfTheApiServer() {
    Policy policy = Read.policy(SMALL);
    assertThat(policy.minReplicas()).isEqualTo(1);
    assertThat(policy.metrics()).isEqualTo(Policy.DEFAULT_METRICS);
    assertThat(policy.behavior()).isNull();
    assertThat(policy.options()).isEqualTo(PolicyOptions.DEFAULT);
    assertThat(Read.policy(SMALL + "metrics: []\nbehavior: null\nminReplicas: ~\n"))
        .isEqualTo(policy);
  }

  @Test
  void behaviorIsDefaultedDirectionByDirectionAndFieldByField() {
    assertThat(Read.policy(SMALL + "behavior: {}\n").behavior()).isEqualTo(Behavior.DEFAULT);
    Behavior behavior =
        Read.policy(SMALL + "behavior: {scaleDown: {selectPolicy: Disabled, tolerance: 50m}}\n")
            .behavior();
    assertThat(behavior)
        .isEqualTo(
            new Behavior(
                ScalingRules.DEFAULT_UP,
                new ScalingRules(
                    OptionalInt.empty(),
                    SelectPolicy.Disabled,
                    ScalingRules.DEFAULT_DOWN.policies(),
                    OptionalDouble.of(50 * 0.001))));
  }

  @Test
  void toleranceIsComputedFromItsStoredForm() {
    Behavior behavior =
        Read.policy(SMALL + "behavior: {scaleUp: {tolerance: 0.35}, scaleDown: {tolerance: 2}}\n")
            .behavior();
    assertThat(behavior).isNotNull();
    assertThat(behavior.scaleUp().tolerance()).hasValue(350 * 0.001);
    assertThat(behavior.scaleDown().tolerance()).hasValue(2);
  }

  @Test
  void everyMetricType() {
    String text =
        SMALL
            + """
            minReplicas: 0
            metrics:
            - type: ContainerResource
              containerResource: {name: memory, container: app, target: {type: AverageValue, averageValue: 1Gi}}
            - type: Object
              object:
                describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: main}
                metric: {name: requests-per-second}
                target: {type: Value, value: 2k}
            - type: External
              external:
                metric:
                  name: queue_depth
                  selector:
                    matchLabels: {queue: orders, shard: ""}
                    matchExpressions:
                    - {key: zone, operator: NotIn, values: [a, b]}
                    - {key: app.example.com/old, operator: DoesNotExist}
                target: {type: AverageValue, averageValue: "30"}
            """;
    LabelSelector selector =
        new LabelSelector(
            Map.of("queue", "orders", "shard", ""),
            List.of(
                new Requirement("zone", Operator.NotIn, List.of("a", "b")),
                new Requirement("app.example.com/old", Operator.DoesNotExist, List.of())));
    assertThat(Read.policy(text).metrics())
        .containsExactly(
            new MetricSpec.ContainerResource("memory", "app", new AverageValue((1L << 30) * 1000)),
            new MetricSpec.ObjectMetric(
                MetricIdentifier.of("requests-per-second"),
                new ObjectReference("networking.k8s.io/v1", "Ingress", "main"),
                new Value(2_000_000)),
            new MetricSpec.External(
                new MetricIdentifier("queue_depth", selector), new AverageValue(30_000)));
  }

  @Test
  void optionsBesideTheSpecOrAtTheTopOfTheObject() {
    String options = "flyball: {mode: DryRun, syncPeriod: 1m30s, metricSelectPolicy: Min}\n";
    String head = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n";
    PolicyOptions expected =
        PolicyOptions.builder()
            .mode(Mode.DryRun)
            .syncPeriod(Duration.ofSeconds(90))
            .metricSelectPolicy(MetricSelectPolicy.Min)
            .build();
    assertThat(Read.policy(SMALL + options).options()).isEqualTo(expected);
    assertThat(Read.policy(head + options + "spec:\n" + SMALL.indent(2)).options())
        .isEqualTo(expected);
    assertThat(Read.policy(head + "spec:\n" + (SMALL + options).indent(2)).options())
        .isEqualTo(expected);
  }

  @Test
  void optionsThatAreNotWrittenAreOff() {
    assertThat(Read.policy(SMALL + "flyball: {}\n").options()).isEqualTo(PolicyOptions.DEFAULT);
  }

  @Test
  void fallbackAndStartUpOfPods() {
    String text =
        """
        flyball:
          syncPeriod: 1s
          fallback: {failures: 3, replicas: 4, behavior: CurrentIfHigher}
          cpuInitializationPeriod: 1m
          initialReadinessDelay: 0s
          minReadyPercent: 60
          surge: Ignore
          podSelection: Owner
          capacity: Cap
        """;
    assertThat(Read.policy(SMALL + text).options())
        .isEqualTo(
            PolicyOptions.builder()
                .syncPeriod(Duration.ofSeconds(1))
                .fallback(new Fallback(3, 4, Fallback.Behavior.CurrentIfHigher))
                .cpuInitializationPeriod(Duration.ofMinutes(1))
                .initialReadinessDelay(Duration.ZERO)
                .minReadyPercent(60)
                .surge(PolicyOptions.Surge.Ignore)
                .podSelection(PolicyOptions.PodSelection.Owner)
                .capacity(PolicyOptions.Capacity.Cap)
                .build());
    String brief = "flyball: {fallback: {failures: 1, replicas: 1}}\n";
    assertThat(Read.policy(SMALL + brief).options().fallback())
        .contains(new Fallback(1, 1, Fallback.Behavior.Static));
  }

  @Test
  void schedule() {
    String text =
        """
        flyball:
          schedule:
          - {start: "0 8 * * 1-5", duration: 10h, timeZone: Asia/Seoul, minReplicas: 4, ramp: 10m}
          - {start: "30 6 1 JAN *", duration: 1m, minReplicas: 1}
        """;
    assertThat(Read.policy(SMALL + text).options().schedule())
        .containsExactly(
            new ScheduledFloor(
                CronExpression.parse("0 8 * * 1-5"),
                Duration.ofHours(10),
                ZoneId.of("Asia/Seoul"),
                4,
                Duration.ofMinutes(10)),
            new ScheduledFloor(
                CronExpression.parse("30 6 1 JAN *"),
                Duration.ofMinutes(1),
                ZoneOffset.UTC,
                1,
                Duration.ZERO));
  }

  @Test
  void scaleToZero() {
    String text =
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        minReplicas: 0
        maxReplicas: 6
        metrics:
        - type: External
          external: {metric: {name: queue_depth}, target: {type: AverageValue, averageValue: 30}}
        """;
    assertThat(Read.policy(text).options().scaleToZero()).isEmpty();
    assertThat(Read.policy(text + "flyball: {scaleToZero: {}}\n").options().scaleToZero())
        .contains(new ScaleToZero(Duration.ofMinutes(5), 0));
    String own = "flyball: {scaleToZero: {cooldown: 0s, activation: 2500m}}\n";
    assertThat(Read.policy(text + own).options().scaleToZero())
        .contains(new ScaleToZero(Duration.ZERO, 2_500));
  }

  @Test
  void olderObjectIsConvertedWithARemark() {
    String text =
        """
        apiVersion: autoscaling/v1
        kind: HorizontalPodAutoscaler
        metadata: {name: web, annotations: {autoscaling.alpha.kubernetes.io/conditions: '[]'}}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 6
          targetCPUUtilizationPercentage: 60
        """;
    assertThat(Read.policy(text).metrics())
        .containsExactly(new MetricSpec.Resource("cpu", new Utilization(60)));
    assertThat(Read.warnings(text))
        .containsExactly(
            "policy.yaml:1: warning: apiVersion: autoscaling/v1 is read as autoscaling/v2; write"
                + " autoscaling/v2, whose metrics say more");
  }

  @Test
  void aliasesStandForTheirValues() {
    String text =
        SMALL
            + """
            behavior:
              scaleUp: &both {stabilizationWindowSeconds: 30}
              scaleDown: *both
            """;
    Behavior behavior = Read.policy(text).behavior();
    assertThat(behavior).isNotNull();
    assertThat(behavior.scaleDown().stabilizationWindowSeconds()).hasValue(30);
  }

  @Test
  void replicationControllerNeedsNoGroup() {
    String text = "scaleTargetRef: {kind: ReplicationController, name: old}\nmaxReplicas: 6\n";
    assertThat(Read.policy(text).target())
        .isEqualTo(new ScaleTargetRef("", "ReplicationController", "old"));
  }
}
