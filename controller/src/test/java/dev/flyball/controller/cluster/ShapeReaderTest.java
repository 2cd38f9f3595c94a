package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.core.policy.LabelSelector;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** What is read off pods and their templates for the room there is. */
class ShapeReaderTest {
  private static final Map<String, String> WEB = Map.of("app", "web");
  private static final long MEBI = 1_000L << 20;

  private static PodShape template(String yaml) {
    return new ShapeReader().pod(fields(json(yaml)), WEB, null);
  }

  private static String json(String yaml) {
    return new YAMLMapper().readTree(yaml).toString();
  }

  @Test
  void containersAreAddedUpAndALimitAloneIsARequest() {
    PodShape shape =
        template(
            """
            containers:
            - name: one
              resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: "1"}}
            - name: two
              resources: {limits: {cpu: 200m, example.com/gpu: 2}}
            """);
    assertThat(shape.requests())
        .isEqualTo(Map.of("cpu", 300L, "memory", 64 * MEBI, "example.com/gpu", 2_000L));
    assertThat(shape.limits()).isEqualTo(Map.of("cpu", 1_200L, "example.com/gpu", 2_000L));
  }

  /** The first init container needs 900m; the second runs beside the sidecar: 50m + 400m. */
  @Test
  void theMostThatIsNeededAtATimeCounts() {
    PodShape shape =
        template(
            """
            initContainers:
            - {name: first, resources: {requests: {cpu: 900m}}}
            - {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 50m, memory: 10Mi}}}
            - {name: second, resources: {requests: {cpu: 400m, memory: 90Mi}}}
            containers:
            - {name: main, resources: {requests: {cpu: 500m, memory: 30Mi}}}
            overhead: {cpu: 7m}
            """);
    assertThat(shape.requests()).isEqualTo(Map.of("cpu", 907L, "memory", 100 * MEBI));
  }

  @Test
  void sidecarsRunBesideTheContainers() {
    PodShape shape =
        template(
            """
            initContainers:
            - {name: first, resources: {requests: {cpu: 500m}}}
            - {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 50m}}}
            containers:
            - {name: main, resources: {requests: {cpu: 500m}}}
            """);
    assertThat(shape.requests()).isEqualTo(Map.of("cpu", 550L));
  }

  @Test
  void whatIsSaidOfThePodAsAWholeCounts() {
    PodShape shape =
        template(
            """
            resources: {requests: {cpu: "2"}, limits: {memory: 1Gi}}
            containers:
            - {name: main, resources: {requests: {cpu: 500m}}}
            overhead: {memory: 24Mi}
            """);
    assertThat(shape.requests()).isEqualTo(Map.of("cpu", 2_000L, "memory", 1_048 * MEBI));
    assertThat(shape.limits()).isEqualTo(Map.of("memory", 1_048 * MEBI));
  }

  @Test
  void whereItMayRun() {
    PodShape shape =
        template(
            """
            nodeSelector: {kubernetes.io/arch: arm64}
            priorityClassName: gold
            activeDeadlineSeconds: 60
            tolerations:
            - {key: dedicated, value: web, effect: NoSchedule}
            - {operator: Exists}
            - {key: size, operator: Gt, value: "3"}
            affinity:
              podAntiAffinity:
                requiredDuringSchedulingIgnoredDuringExecution:
                - {topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}
                - {topologyKey: zone, namespaceSelector: {}, labelSelector: {matchLabels: {app: db}}}
                - {topologyKey: zone, namespaceSelector: {matchLabels: {team: a}}, labelSelector: {}}
                - {topologyKey: zone}
            containers: [{name: main}]
            """);
    assertThat(shape.placement().nodeSelector()).containsEntry("kubernetes.io/arch", "arm64");
    assertThat(shape.priorityClass()).isEqualTo("gold");
    assertThat(shape.hasDeadline()).isTrue();
    assertThat(shape.isBestEffort()).isTrue();
    assertThat(shape.tolerations())
        .containsExactly(
            new Toleration("dedicated", false, "web", "NoSchedule"),
            new Toleration("", true, "", ""));
    assertThat(shape.distances())
        .containsExactly(
            new Distance(new LabelSelector(WEB, List.of()), Distance.HOST, Set.of(), false, true),
            new Distance(
                new LabelSelector(Map.of("app", "db"), List.of()), "zone", Set.of(), true, false));
  }

  @Test
  void podsThatTakeAPortOfTheNodeKeepApart() {
    PodShape shape =
        template("containers: [{name: main, ports: [{containerPort: 80, hostPort: 80}]}]");
    assertThat(shape.distances()).hasSize(1).allMatch(Distance::own);
  }

  @Test
  void podsOfADaemonSetShareOneShape() {
    ShapeReader reader = new ShapeReader();
    Workload daemons = new Workload("apps/v1", "DaemonSet", "logs");
    assertThat(reader.pod(onNode("a"), Map.of(), daemons))
        .isSameAs(reader.pod(onNode("b"), Map.of(), daemons));
    assertThat(reader.pod(onNode("a"), Map.of(), null))
        .isNotEqualTo(reader.pod(onNode("b"), Map.of(), null));
  }

  private static PodSpecFields onNode(String name) {
    return fields(
        """
        {"nodeSelector": {"host": "%s"}, "containers": [{"name": "main"}]}
        """
            .formatted(name));
  }

  private static PodSpecFields fields(String json) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
      PodSpecFields fields = new PodSpecFields();
      fields.read(parser);
      assertThat(parser.nextToken()).as("the rest").isNull();
      return fields;
    }
  }

  @Test
  void allOfAPodAtOnce() {
    String spec =
        """
        {"nodeName": "n", "nodeSelector": {"kubernetes.io/arch": "arm64"},
         "priorityClassName": "gold", "activeDeadlineSeconds": 60,
         "tolerations": [{"key": "dedicated", "value": "web", "effect": "NoSchedule"},
                         {"operator": "Exists", "tolerationSeconds": 300}, {"operator": "Gt"}],
         "affinity": {
           "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {
             "nodeSelectorTerms": [{"matchExpressions": [{"key": "size", "operator": "Gt", "values": ["3"]}],
                                    "matchFields": [{"key": "metadata.name", "operator": "NotIn", "values": ["x"]}]}]}},
           "podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [
             {"topologyKey": "zone", "labelSelector": {"matchLabels": {"app": "web"}}}]}},
         "initContainers": [
           {"name": "first", "resources": {"requests": {"cpu": "900m"}}},
           {"name": "proxy", "restartPolicy": "Always", "resources": {"limits": {"cpu": "50m"}}}],
         "containers": [{"name": "main", "ports": [{"containerPort": 80, "hostPort": 80}],
           "resources": {"requests": {"cpu": "500m", "memory": "30Mi"}, "limits": {"cpu": 1}}}],
         "resources": {"limits": {"memory": "64Mi"}},
         "overhead": {"cpu": "7m"}}
        """;
    PodShape pod = new ShapeReader().pod(fields(spec), WEB, null);
    assertThat(pod.requests()).isEqualTo(Map.of("cpu", 907L, "memory", 30 * MEBI));
    assertThat(pod.limits()).isEqualTo(Map.of("cpu", 1_057L, "memory", 64 * MEBI));
    assertThat(pod.distances()).hasSize(2);
    assertThat(pod.placement().terms()).hasSize(1);
    assertThat(fields(spec).node()).isEqualTo("n");
  }

  @Test
  void admissionAddsToWhatTheTemplateSays() {
    PodShape bare = template("containers: [{name: main, resources: {requests: {cpu: 100m}}}]");
    PodShape pod =
        template(
            """
            priorityClassName: normal
            containers:
            - {name: main, resources: {requests: {cpu: 50m, memory: 9Mi}, limits: {memory: 9Mi}}}
            """);
    PodShape both = bare.completedBy(pod);
    assertThat(both.requests()).isEqualTo(Map.of("cpu", 100L, "memory", 9 * MEBI));
    assertThat(both.limits()).isEqualTo(Map.of("memory", 9 * MEBI));
    assertThat(both.priorityClass()).isEqualTo("normal");
  }
}
