package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Reason;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The controller against a cluster that behaves, over real HTTP. */
class ControllerTest {
  private static final long MIB = 1L << 20;
  private static final String QUICK =
      """
      syncPeriod: 1s
      architectures: [arm64]
      cpuInitializationPeriod: 0s
      initialReadinessDelay: 0s
      downscaleStabilization: 1s
      """;

  private TestingController it;

  @BeforeEach
  void build() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .podShutdownDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings(QUICK);
  }

  @AfterEach
  void close() {
    it.close();
  }

  private static String cpuPolicy(String target, int min, int max) {
    return """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: %d
        maxReplicas: %d
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        behavior:
          scaleUp: {policies: [{type: Pods, value: 10, periodSeconds: 1}]}
          scaleDown:
            stabilizationWindowSeconds: 1
            policies: [{type: Pods, value: 10, periodSeconds: 1}]
        """
        .formatted(target, min, max);
  }

  private int replicas(String deployment) {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, deployment);
  }

  private void load(String deployment, double totalCpuMilli) {
    it.cluster.load(NAMESPACE, deployment, LoadModel.shared(totalCpuMilli, 32 * MIB, 0));
  }

  private Reason reason(String policy, ConditionType type) {
    return it.report(policy).conditions().stream()
        .filter(c -> c.type() == type)
        .map(Condition::reason)
        .findFirst()
        .orElse(Reason.SucceededGetScale);
  }

  @Test
  void scalesUpAndDownWithTheLoad() {
    it.deployment("web", 2);
    load("web", 200);
    it.policy("web", cpuPolicy("web", 1, 8));
    it.start();
    it.eventually("4 replicas for 200m at 50 % of 100m", () -> replicas("web") == 4);
    load("web", 40);
    it.eventually("1 replica for 40m", () -> replicas("web") == 1);
    assertThat(it.report("web").lastScaleMillis()).isPositive();
  }

  @Test
  void takesPoliciesThatComeChangeAndGo() {
    it.deployment("web", 2);
    load("web", 200);
    it.start();
    it.policy("web", cpuPolicy("web", 1, 3));
    it.eventually("at the bound", () -> replicas("web") == 3);
    assertThat(reason("web", ConditionType.ScalingLimited)).isEqualTo(Reason.TooManyReplicas);
    it.policy("web", cpuPolicy("web", 1, 6));
    it.eventually("the new bound lets it go on", () -> replicas("web") == 4);
    it.deletePolicy("web");
    it.eventually("the policy is gone", () -> it.snapshot().policies().isEmpty());
    load("web", 600);
    it.cluster.scale(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web", 2);
    it.settings(QUICK + "tolerance: 0.2\n");
    assertThat(replicas("web")).isEqualTo(2);
  }

  @Test
  void aBadPolicyNeverTouchesTheOthersAndTheLastGoodVersionStays() {
    it.deployment("web", 2);
    it.deployment("shop", 2);
    load("web", 200);
    load("shop", 200);
    it.policy("web", cpuPolicy("web", 1, 8));
    it.policy("shop", cpuPolicy("shop", 1, 3));
    it.start();
    it.eventually("both scale", () -> replicas("web") == 4 && replicas("shop") == 3);
    it.policy("shop", cpuPolicy("shop", 9, 3));
    it.eventually("refused", () -> !it.report("shop").problems().isEmpty());
    PolicyReport report = it.report("shop");
    assertThat(report.problems().getFirst().describe()).contains("minReplicas").contains(":2:");
    assertThat(reason("shop", ConditionType.PolicyValid)).isEqualTo(Reason.InvalidPolicy);
    assertThat(report.policy().orElseThrow().maxReplicas()).isEqualTo(3);
    load("web", 300);
    load("shop", 40);
    it.eventually("the good ones go on", () -> replicas("web") == 6 && replicas("shop") == 1);
    it.policy("shop", cpuPolicy("shop", 2, 3));
    it.eventually("put right", () -> replicas("shop") == 2);
    assertThat(reason("shop", ConditionType.PolicyValid)).isEqualTo(Reason.ValidPolicy);
  }

  @Test
  void settingsTakeEffectWithoutARestart() {
    it.deployment("web", 4);
    load("web", 220);
    it.settings(QUICK + "tolerance: 0.5\n");
    it.policy("web", cpuPolicy("web", 1, 8));
    it.start();
    it.eventually(
        "close enough",
        () -> reason("web", ConditionType.ScalingActive) == Reason.ValidMetricFound);
    assertThat(replicas("web")).isEqualTo(4);
    it.settings(QUICK + "tolerance: 0.01\n");
    it.eventually("no longer close enough", () -> replicas("web") == 5);
    it.settings(QUICK + "tolerance: plenty\n");
    load("web", 100);
    it.eventually("bad settings change nothing", () -> replicas("web") == 2);
  }

  @Test
  void twoPoliciesOnOneTargetLeaveItAlone() {
    it.deployment("web", 2);
    load("web", 400);
    it.policy("one", cpuPolicy("web", 1, 8));
    it.policy("two", cpuPolicy("web", 1, 8));
    it.start();
    it.eventually(
        "both say so",
        () ->
            reason("one", ConditionType.ScalingActive) == Reason.AmbiguousSelector
                && reason("two", ConditionType.ScalingActive) == Reason.AmbiguousSelector);
    assertThat(replicas("web")).isEqualTo(2);
    it.deletePolicy("two");
    it.eventually("the one that is left goes on", () -> replicas("web") == 8);
  }

  @Test
  void aNativeHpaOnTheTargetLeavesItToTheHpa() {
    it.deployment("web", 2);
    load("web", 400);
    it.cluster.apply(
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web-hpa, namespace: shop}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 3
        """);
    it.policy("web", cpuPolicy("web", 1, 8));
    it.start();
    it.eventually(
        "left alone", () -> reason("web", ConditionType.ScalingActive) == Reason.AmbiguousSelector);
    assertThat(replicas("web")).isEqualTo(2);
    assertThat(message("web", ConditionType.ScalingActive)).contains("shop/web-hpa");
  }

  private String message(String policy, ConditionType type) {
    return it.report(policy).conditions().stream()
        .filter(c -> c.type() == type)
        .map(Condition::message)
        .findFirst()
        .orElse("");
  }

  @Test
  void dryRunDecidesAndPausedDoesNot() {
    it.deployment("dry", 2);
    it.deployment("paused", 2);
    load("dry", 200);
    load("paused", 200);
    it.policy("dry", cpuPolicy("dry", 1, 8) + "flyball: {mode: DryRun}\n");
    it.policy("paused", cpuPolicy("paused", 1, 8) + "flyball: {mode: Paused}\n");
    it.start();
    it.eventually("a decision is reported", () -> it.report("dry").desiredReplicas() == 4);
    it.eventually(
        "a pause is reported",
        () -> reason("paused", ConditionType.ScalingActive) == Reason.Paused);
    assertThat(replicas("dry")).isEqualTo(2);
    assertThat(replicas("paused")).isEqualTo(2);
  }

  @Test
  void missingRequestsAndAMissingTargetAreNamed() {
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: bare, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: bare}}
          template:
            metadata: {labels: {app: bare}}
            spec: {containers: [{name: main, image: web:1}]}
        """);
    load("bare", 200);
    it.policy("bare", cpuPolicy("bare", 1, 8));
    it.policy("lost", cpuPolicy("nowhere", 1, 8));
    it.start();
    it.eventually(
        "the container is named",
        () ->
            message("bare", ConditionType.ScalingActive)
                .contains("missing request for cpu in container main of Pod bare-"));
    it.eventually(
        "the target is named",
        () ->
            message("lost", ConditionType.AbleToScale)
                .contains("deployments.apps \"nowhere\" not found"));
    assertThat(replicas("bare")).isEqualTo(2);
  }

  @Test
  void withoutAMetricsApiNothingIsScaledAndItComesBack() {
    it.deployment("web", 2);
    load("web", 200);
    it.cluster.faults().metricsApiAvailable(false);
    it.policy("web", cpuPolicy("web", 1, 8));
    it.start();
    it.eventually(
        "the failure is reported",
        () -> reason("web", ConditionType.ScalingActive) == Reason.FailedGetResourceMetric);
    assertThat(replicas("web")).isEqualTo(2);
    it.cluster.faults().metricsApiAvailable(true);
    it.eventually("it scales", () -> replicas("web") == 4);
  }

  @Test
  void aHandOnTheReplicasIsFollowedByADecision() {
    it.deployment("web", 4);
    load("web", 200);
    it.policy("web", cpuPolicy("web", 2, 6));
    it.start();
    it.eventually(
        "on target", () -> reason("web", ConditionType.ScalingActive) == Reason.ValidMetricFound);
    it.cluster.scale(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web", 9);
    it.eventually("back within the bounds, then on target", () -> replicas("web") == 4);
    it.cluster.scale(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web", 0);
    it.eventually(
        "zero means off",
        () -> reason("web", ConditionType.ScalingActive) == Reason.ScalingDisabled);
    assertThat(replicas("web")).isZero();
  }

  @Test
  void podsThatCannotRunOnTheArchitectureAreLeftAlone() {
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: intel, namespace: shop}
        spec:
          replicas: 2
          selector: {matchLabels: {app: intel}}
          template:
            metadata: {labels: {app: intel}}
            spec:
              nodeSelector: {kubernetes.io/arch: amd64}
              containers: [{name: main, image: web:1, resources: {requests: {cpu: 100m}}}]
        """);
    it.policy("intel", cpuPolicy("intel", 1, 8));
    it.start();
    it.eventually(
        "told so",
        () -> reason("intel", ConditionType.ScalingActive) == Reason.UnsupportedArchitecture);
    assertThat(message("intel", ConditionType.ScalingActive)).contains("arm64");
  }

  @Test
  void aRollingUpdateDoesNotShakeTheReplicas() {
    it.deployment("web", 4);
    load("web", 200);
    it.policy("web", cpuPolicy("web", 2, 6));
    it.start();
    it.eventually(
        "on target", () -> reason("web", ConditionType.ScalingActive) == Reason.ValidMetricFound);
    it.cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          replicas: 4
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web, version: two}}
            spec:
              containers:
              - {name: main, image: web:2, resources: {requests: {cpu: 100m, memory: 64Mi}}}
        """);
    it.eventually(
        "all pods are new",
        () ->
            it.cluster.pods(NAMESPACE).stream()
                .allMatch(p -> p.tree().at("/metadata/labels/version").asString("").equals("two")));
    it.eventually("the size is kept", () -> replicas("web") == 4);
  }
}
