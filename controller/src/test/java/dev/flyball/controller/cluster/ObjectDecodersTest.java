package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.controller.cluster.HpaStatus.HpaCondition;
import dev.flyball.core.policy.LabelSelector;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is read off each kind that is watched. */
class ObjectDecodersTest {
  private static final long MEBI = 1_000L << 20;

  private static <T> ObjectDecoder.Found<T> found(ObjectDecoder<T> decoder, String yaml) {
    String json = new YAMLMapper().readTree(yaml).toString();
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      ObjectDecoder.Found<T> found = decoder.read(parser);
      assertThat(parser.nextToken()).as("the rest").isNull();
      return found;
    }
  }

  private static <T> T read(ObjectDecoder<T> decoder, String yaml) {
    return found(decoder, yaml).value().get();
  }

  private static TargetInfo target(String yaml) {
    return read(new TargetDecoder("Deployment", new ShapeReader()), yaml);
  }

  @Test
  void configMaps() {
    ConfigMapDecoder.Identified cm =
        read(
            new ConfigMapDecoder(),
            """
            metadata:
              name: a
              namespace: shop
              uid: u
              resourceVersion: "7"
              creationTimestamp: 2026-01-02T03:04:05Z
              labels: {flyball.dev/type: policy}
              managedFields: [{manager: kubectl, fieldsV1: {f:data: {}}}]
            binaryData: {b: AAA=}
            data: {web: "minReplicas: 1\\n", empty: ""}
            """);
    assertThat(cm.uid()).isEqualTo("u");
    assertThat(cm.text().holdsPolicies()).isTrue();
    assertThat(cm.text().data()).isEqualTo(Map.of("web", "minReplicas: 1\n", "empty", ""));
    assertThat(cm.text().resourceVersion()).isEqualTo("7");
    assertThat(cm.text().createdMillis())
        .isEqualTo(Instant.parse("2026-01-02T03:04:05Z").toEpochMilli());
    assertThat(read(new ConfigMapDecoder(), "metadata: {name: b}").text().createdMillis()).isZero();
  }

  @Test
  void targets() {
    TargetInfo target =
        target(
            """
            metadata: {name: web, namespace: shop, resourceVersion: "9"}
            spec:
              replicas: 3
              selector:
                matchLabels: {app: web}
                matchExpressions:
                - {key: track, operator: NotIn, values: [canary, 7, test]}
                - {key: tier, operator: Exists}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: main, resources: {requests: {cpu: 100m}}}]}
            status: {observedGeneration: 2, replicas: 2, conditions: [{type: Available}]}
            """);
    assertThat(target.key()).isEqualTo(new TargetKey("shop", "apps", "Deployment", "web"));
    assertThat(target.resourceVersion()).isEqualTo("9");
    assertThat(target.specReplicas()).isEqualTo(3);
    assertThat(target.statusReplicas()).isEqualTo(2);
    assertThat(target.selector())
        .isEqualTo(
            new LabelSelector(
                Map.of("app", "web"),
                List.of(
                    new LabelSelector.Requirement(
                        "track", LabelSelector.Operator.NotIn, List.of("canary", "test")),
                    new LabelSelector.Requirement(
                        "tier", LabelSelector.Operator.Exists, List.of()))));
    assertThat(target.template()).isNotNull();
    assertThat(target.template().requests()).isEqualTo(Map.of("cpu", 100L));
  }

  @Test
  void aTargetOfWhichLittleIsSaid() {
    TargetInfo target = target("metadata: {name: web, namespace: shop}");
    assertThat(target.specReplicas()).as("the API server's default").isEqualTo(1);
    assertThat(target.statusReplicas()).isZero();
    assertThat(target.selector()).isNull();
    assertThat(target.template()).isNull();
    assertThat(target("{metadata: {name: w}, spec: {selector: {}}}").selector())
        .as("selects everything")
        .isEqualTo(new LabelSelector(Map.of(), List.of()));
  }

  @Test
  void anOperatorThatIsNoneIsFoundOutWithTheNameOfTheObject() {
    var found =
        found(
            new TargetDecoder("Deployment", new ShapeReader()),
            """
            metadata: {name: web, namespace: shop, resourceVersion: "9"}
            spec: {selector: {matchExpressions: [{key: a, operator: Near}]}}
            """);
    assertThat(found.name()).isEqualTo("web");
    assertThat(found.version()).isEqualTo("9");
    assertThatThrownBy(() -> found.value().get()).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void nodesWithTheirTaints() {
    NodeInfo node =
        read(
            new NodeDecoder(),
            """
            apiVersion: v1
            kind: Node
            metadata: {name: n, labels: {kubernetes.io/arch: arm64}}
            spec:
              unschedulable: true
              taints:
              - {key: a, value: b, effect: NoExecute}
              - {key: c, effect: PreferNoSchedule}
            status:
              allocatable: {cpu: 3920m, memory: 23Gi, pods: "110"}
              conditions:
              - {type: MemoryPressure, status: "False"}
              - {type: Ready, status: "True"}
              - {type: PIDPressure, status: "False"}
            """);
    assertThat(node.taints())
        .containsExactly(new Taint("a", "b", "NoExecute"), Taint.UNSCHEDULABLE);
    assertThat(node.ready()).isTrue();
    assertThat(node.architecture()).isEqualTo("arm64");
    assertThat(node.allocatable())
        .isEqualTo(Map.of("cpu", 3_920L, "memory", 23 * 1_024 * MEBI, "pods", 110_000L));
    assertThat(read(new NodeDecoder(), "{kind: Node, metadata: {name: n}}").ready()).isFalse();
  }

  @Test
  void quotasWithTheirScopes() {
    QuotaInfo quota =
        read(
            new QuotaDecoder(),
            """
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: q, namespace: shop}
            spec:
              hard: {pods: "9"}
              scopes: [NotTerminating]
              scopeSelector:
                matchExpressions:
                - {scopeName: PriorityClass, operator: In, values: [gold]}
            status:
              hard: {pods: "8", requests.cpu: "4"}
              used: {pods: "3", requests.cpu: 1500m}
            """);
    assertThat(quota)
        .isEqualTo(
            new QuotaInfo(
                "shop",
                "q",
                Map.of("pods", 8_000L, "requests.cpu", 4_000L),
                Map.of("pods", 3_000L, "requests.cpu", 1_500L),
                List.of(
                    new QuotaInfo.Scope("NotTerminating", "Exists", List.of()),
                    new QuotaInfo.Scope("PriorityClass", "In", List.of("gold")))));
  }

  @Test
  void hpasWithWhatTheySayOfThemselves() {
    HpaInfo hpa =
        read(
            new HpaDecoder(),
            """
            metadata: {name: h, namespace: shop}
            spec: {maxReplicas: 9, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
            status:
              currentReplicas: 2
              desiredReplicas: 3
              lastScaleTime: 2026-01-02T03:04:05Z
              conditions:
              - {type: AbleToScale, status: "True", reason: ReadyForNewScale, message: text}
              - {type: ScalingActive, status: "False"}
              currentMetrics:
              - {type: Resource, resource: {name: cpu, current: {averageUtilization: 50, averageValue: 50m}}}
              - type: ContainerResource
                containerResource: {name: memory, container: main, current: {averageValue: "7"}}
              - {type: Pods, pods: {metric: {name: rps, selector: {}}, current: {averageValue: 1500m}}}
              - type: Object
                object: {metric: {name: depth}, describedObject: {kind: Service, name: s}, current: {value: 4}}
              - {type: External, external: {metric: {name: lag}}}
              - {type: ""}
            """);
    assertThat(hpa.target()).isEqualTo(new TargetKey("shop", "apps", "Deployment", "web"));
    assertThat(hpa.status())
        .isEqualTo(
            new HpaStatus(
                2,
                3,
                Instant.parse("2026-01-02T03:04:05Z").toEpochMilli(),
                List.of(
                    new HpaCondition("AbleToScale", true, "ReadyForNewScale"),
                    new HpaCondition("ScalingActive", false, "")),
                "cpu 50 %, memory of main 7, rps 1500m, depth 4, lag, a metric without a value"));
    HpaInfo young =
        read(new HpaDecoder(), "{metadata: {name: h}, spec: {scaleTargetRef: {kind: A, name: b}}}");
    assertThat(young.status()).isEqualTo(HpaStatus.NONE);
  }
}
