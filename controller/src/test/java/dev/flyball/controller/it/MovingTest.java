package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.controller.cli.FlyballCommand;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ApiCall;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.StoredObject;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A workload moves from its HPA to a policy and back, and stays where it is when a step fails. */
class MovingTest {
  private static final String MOVER = "mover";
  private static final String HPA =
      """
      apiVersion: autoscaling/v2
      kind: HorizontalPodAutoscaler
      metadata:
        name: web
        namespace: shop
        labels: {app: web, app.kubernetes.io/managed-by: Helm}
        annotations: {team: sales}
      spec:
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
        minReplicas: 1
        maxReplicas: 8
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
        behavior:
          scaleDown: {stabilizationWindowSeconds: 600}
      """;

  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private TestingController it;
  private String kubeconfig = "";
  private boolean stopped;
  private JsonNode before = dev.flyball.minicluster.api.Json.object();

  @BeforeEach
  void shadow() throws IOException {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    it.settings("syncPeriod: 1s\ncpuInitializationPeriod: 0s\ninitialReadinessDelay: 0s\n");
    it.deployment("web", 2);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(100, 1 << 25, 0));
    it.cluster.apply(HPA);
    before = hpa();
    Path file = folder.resolve("kubeconfig");
    Files.writeString(
        file, it.cluster.kubeconfig().replace("user: {}", "user: {token: \"" + MOVER + "\"}"));
    kubeconfig = file.toString();
    assertThat(run("import", "-n", "shop", "--apply")).as(out.toString()).isZero();
    it.start();
    it.eventually("Flyball says that it knows the policy", () -> status().contains("DryRun"));
  }

  @AfterEach
  void close() {
    if (stopped) {
      it.cluster.close();
    } else {
      it.close();
    }
  }

  private int run(String... arguments) {
    out.getBuffer().setLength(0);
    List<String> all = new java.util.ArrayList<>(List.of(arguments));
    all.add("--kubeconfig=" + kubeconfig);
    PrintWriter writer = new PrintWriter(out, true);
    return FlyballCommand.commandLine()
        .setOut(writer)
        .setErr(writer)
        .execute(all.toArray(String[]::new));
  }

  private ResourceType type(String group, String version, String plural) {
    return it.cluster.objects().catalog().find(group, version, plural).orElseThrow();
  }

  private ResourceType hpas() {
    return type("autoscaling", "v2", "horizontalpodautoscalers");
  }

  private String data(String configMap, String key) {
    StoredObject stored =
        it.cluster.objects().store().get(type("", "v1", "configmaps"), NAMESPACE, configMap);
    return stored == null ? "" : stored.tree().path("data").path(key).asString("");
  }

  private String status() {
    return data("web-flyball-status", "web");
  }

  private String mode() {
    return data("web", "web").replaceAll("(?s).*mode: (\\w+).*", "$1");
  }

  private boolean hasHpa() {
    return it.cluster.objects().store().get(hpas(), NAMESPACE, "web") != null;
  }

  /** The HPA as its user wrote it. */
  private ObjectNode hpa() {
    ObjectNode hpa = it.cluster.objects().get(hpas(), NAMESPACE, "web").tree();
    ((ObjectNode) hpa.path("metadata"))
        .remove(List.of("uid", "resourceVersion", "creationTimestamp", "generation"));
    hpa.remove("status");
    return hpa;
  }

  private static Predicate<ApiCall> of(String verb, String resource) {
    return call ->
        call.token().equals(MOVER) && call.verb().equals(verb) && call.resource().equals(resource);
  }

  private int replicas() {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web");
  }

  @Test
  void aWorkloadMovesToItsPolicyAndBackAndNeverBothScaleIt() {
    List<String> both = new CopyOnWriteArrayList<>();
    // A fault that does nothing sees every call before it is carried out.
    it.cluster
        .faults()
        .delay(
            call -> {
              if (of("patch", "configmaps").test(call) && mode().equals("DryRun") && hasHpa()) {
                both.add("the policy becomes Active beside the HPA");
              }
              if (of("create", "horizontalpodautoscalers").test(call)
                  && !(mode().equals("DryRun") && status().contains("\"mode\": \"DryRun\""))) {
                both.add("the HPA comes while the policy may scale");
              }
              return false;
            },
            Duration.ZERO);
    assertThat(run("takeover", "shop/web", "--dry-run")).isZero();
    assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.startsWith("would "));
    assertThat(hasHpa()).isTrue();

    assertThat(run("takeover", "shop/web")).as(out.toString()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "kept HorizontalPodAutoscaler shop/web in ConfigMap shop/web-flyball-hpa",
            "deleted HorizontalPodAutoscaler shop/web; the replicas stay as they are",
            "made policy shop/web Active");
    assertThat(hasHpa()).isFalse();
    assertThat(mode()).isEqualTo("Active");
    assertThat(replicas()).isEqualTo(2);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(200, 1 << 25, 0));
    it.eventually("the policy scales", () -> replicas() == 4);
    assertThat(run("takeover", "shop/web")).isEqualTo(1);
    assertThat(out.toString()).contains("was taken over already");

    assertThat(run("handback", "shop/web")).as(out.toString()).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "made policy shop/web DryRun",
            "created HorizontalPodAutoscaler shop/web; the replicas stay as they are until it"
                + " decides");
    assertThat(hpa()).isEqualTo(before);
    assertThat(replicas()).isEqualTo(4);
    assertThat(data("web-flyball-hpa", "hpa.json")).isEmpty();
    assertThat(both).isEmpty();
    assertThat(run("handback", "shop/web")).isEqualTo(1);
    assertThat(out.toString()).contains("there is nothing to hand back");
  }

  static Stream<Arguments> stepsOfTakeover() {
    return Stream.of(
        argumentSet(
            "the HPA cannot be read", of("get", "horizontalpodautoscalers"), "cannot be read"),
        argumentSet("it cannot be kept", of("create", "configmaps"), "cannot be kept"),
        argumentSet(
            "it cannot be deleted", of("delete", "horizontalpodautoscalers"), "cannot be deleted"),
        argumentSet(
            "the policy cannot be written", of("patch", "configmaps"), "cannot be written"));
  }

  @ParameterizedTest
  @MethodSource("stepsOfTakeover")
  void aTakeoverThatFailsLeavesTheHpaAsItWas(Predicate<ApiCall> step, String told) {
    it.cluster.faults().fail(step, 403, 1);
    assertThat(run("takeover", "shop/web")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString()).contains(told);
    assertThat(hpa()).isEqualTo(before);
    assertThat(mode()).isEqualTo("DryRun");
    assertThat(data("web-flyball-hpa", "hpa.json")).isEmpty();
    assertThat(replicas()).isEqualTo(2);
  }

  @Test
  void aTakeoverThatNobodyConfirmsIsUndone() {
    it.stopController();
    stopped = true;
    assertThat(run("takeover", "shop/web", "--timeout", "1")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString()).contains("Flyball has not confirmed within 1 s");
    assertThat(hpa()).isEqualTo(before);
    assertThat(mode()).isEqualTo("DryRun");
  }

  @Test
  void aTakeoverThatCanNotBeUndoneSaysWhatIsLeftToDo() {
    it.cluster.faults().fail(of("patch", "configmaps"), 403, 1);
    it.cluster.faults().fail(of("create", "horizontalpodautoscalers"), 403, 1);
    assertThat(run("takeover", "shop/web")).isEqualTo(3);
    assertThat(out.toString())
        .contains("kubectl -n shop get configmap web-flyball-hpa -o jsonpath=");
    assertThat(data("web-flyball-hpa", "hpa.json")).contains("averageUtilization");
    assertThat(run("handback", "shop/web")).as("the way out: " + out).isZero();
    assertThat(hpa()).isEqualTo(before);
  }

  @Test
  void aTakeoverThatWasLeftHalfWayIsGoneOnWith() {
    it.cluster.faults().fail(of("patch", "configmaps"), 403, 1);
    it.cluster.faults().fail(of("create", "horizontalpodautoscalers"), 403, 1);
    assertThat(run("takeover", "shop/web")).isEqualTo(3);
    assertThat(run("takeover", "shop/web", "--dry-run")).isZero();
    assertThat(out.toString())
        .endsWith("would make policy shop/web Active" + System.lineSeparator());
    assertThat(run("takeover", "shop/web")).as(out.toString()).isZero();
    assertThat(out.toString()).contains("going on from there", "made policy shop/web Active");
    assertThat(mode()).isEqualTo("Active");
    assertThat(run("handback", "shop/web")).isZero();
    assertThat(hpa()).isEqualTo(before);
  }

  /** Ctrl-C is SIGINT, which is as good as this one. */
  @Test
  void aTakeoverThatIsInterruptedIsUndoneBeforeItEnds() throws Exception {
    it.stopController();
    stopped = true;
    String as = "--kubeconfig=" + kubeconfig;
    try (var takeover = TestingCommand.start(folder, "takeover", "shop/web", "--timeout=60", as)) {
      it.eventually("it waits to be confirmed", () -> !hasHpa() && mode().equals("Active"));
      assertThat(takeover.terminate()).isEqualTo(128 + 15);
      assertThat(takeover.output())
          .contains("interrupted before Flyball confirmed", "the HorizontalPodAutoscaler is back");
    }
    assertThat(hpa()).isEqualTo(before);
    assertThat(mode()).isEqualTo("DryRun");
  }

  static Stream<Arguments> stepsOfHandback() {
    return Stream.of(
        argumentSet("the policy cannot be written", of("patch", "configmaps"), "cannot be written"),
        argumentSet(
            "the HPA cannot be created",
            of("create", "horizontalpodautoscalers"),
            "cannot be created"));
  }

  @ParameterizedTest
  @MethodSource("stepsOfHandback")
  void aHandbackThatFailsLeavesThePolicyActive(Predicate<ApiCall> step, String told) {
    assertThat(run("takeover", "shop/web")).as(out.toString()).isZero();
    it.cluster.faults().fail(step, 403, 1);
    assertThat(run("handback", "shop/web")).as(out.toString()).isEqualTo(1);
    assertThat(out.toString()).contains(told);
    assertThat(hasHpa()).isFalse();
    assertThat(mode()).isEqualTo("Active");
    assertThat(data("web-flyball-hpa", "hpa.json")).isNotEmpty();
    assertThat(run("handback", "shop/web")).as(out.toString()).isZero();
    assertThat(hpa()).isEqualTo(before);
  }

  @Test
  void aHandbackThatNobodyConfirmsLeavesThePolicyActive() {
    assertThat(run("takeover", "shop/web")).as(out.toString()).isZero();
    it.stopController();
    stopped = true;
    assertThat(run("handback", "shop/web", "--timeout", "1")).as(out.toString()).isEqualTo(1);
    assertThat(hasHpa()).isFalse();
    assertThat(mode()).isEqualTo("Active");
    assertThat(run("handback", "shop/web", "--force", "--mode", "Paused")).isZero();
    assertThat(mode()).isEqualTo("Paused");
    assertThat(hasHpa()).isTrue();
  }

  @Test
  void anHpaThatSomethingElseMakesAnewIsNotTakenOver() {
    ObjectNode owned = it.cluster.objects().get(hpas(), NAMESPACE, "web").tree();
    ((ObjectNode) owned.path("metadata"))
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", "keda.sh/v1alpha1")
        .put("kind", "ScaledObject")
        .put("name", "web")
        .put("uid", "1")
        .put("controller", true);
    it.cluster.objects().update(hpas(), NAMESPACE, "web", ObjectApi.Part.MAIN, tree -> owned);
    assertThat(run("takeover", "shop/web")).isEqualTo(1);
    assertThat(out.toString()).contains("belongs to ScaledObject web");
    assertThat(run("takeover", "shop")).isEqualTo(2);
  }

  /** The small end-to-end proof; {@code HpaAgreementTest} has the recorded decisions. */
  @Test
  void besideALiveHpaThePolicyIsComparedAndWritesNothing() {
    TestingHpa hpa = new TestingHpa(it.cluster, NAMESPACE, "web");
    hpa.decide(2, 2, "2026-03-01T09:00:00Z", 50);
    it.eventually("one decision compared", () -> agreed() == 1);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(200, 1 << 25, 0));
    it.eventually("Flyball sees the load", () -> it.report("web").desiredReplicas() == 4);
    it.cluster.scale(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web", 4);
    hpa.decide(2, 4, "2026-03-01T09:01:00Z", 100);
    it.eventually("the rise compared", () -> agreed() == 2);
    it.eventually("Flyball sees it spread", () -> utilization() == 50);
    hpa.decide(4, 9, "2026-03-01T09:02:00Z", 50);
    it.eventually(
        "a difference is told of in the status", () -> status().contains("\"hpaReplicas\": 9"));
    it.eventually(
        "and in what the loop tells",
        () -> it.report("web").agreement().map(a -> a.differed() == 1).orElse(false));
    assertThat(it.report("web").agreement().orElseThrow().differences())
        .singleElement()
        .satisfies(d -> assertThat(d.flyballReplicas()).isEqualTo(4));
    assertThat(replicas()).isEqualTo(4);
    assertTheCommandsTellOfIt();
  }

  private int utilization() {
    PolicyReport report = it.report("web");
    return report.currentMetrics().isEmpty() || report.statusReplicas() != 4
        ? 0
        : report.currentMetrics().getFirst().averageUtilization().orElse(0);
  }

  private void assertTheCommandsTellOfIt() {
    String server = "--server=http://127.0.0.1:" + it.controller().webPort();
    it.eventually(
        "the row has it", () -> asked("get", "-n", "shop", "-o", "wide", server).contains("66%"));
    assertThat(out.toString()).containsPattern("^NAME .* REASON +AGREEMENT");
    assertThat(out.toString()).contains("66% (2/3)");
    assertThat(asked("get", "-n", "shop", server)).doesNotContain("AGREEMENT", "66%");
    assertThat(asked("explain", "shop/web", "--lang", "en", server))
        .containsPattern("Beside HPA web since .*: 2 of 3 decisions were the same \\(66 %\\)\\.")
        .containsPattern(
            "The last difference, .*: from 4 the HPA went to 9, the policy would have gone to 4\\.")
        .contains("- HPA: ScalingActive True ValidMetricFound; cpu 50 %", "- Flyball: cpu at 50 %");
    assertThat(asked("explain", "shop/web", "--lang", "ko", server))
        .contains("결정 3번 중 2번 같음 (66 %)", "4개에서 HPA는 9개로, 정책은 4개로 결정", "- Flyball: cpu: 목표");
    JsonNode json =
        tools.jackson.databind.json.JsonMapper.shared()
            .readTree(asked("explain", "shop/web", "-o", "json", server));
    assertThat(json.at("/agreement/differences/0/hpaReplicas").asInt()).isEqualTo(9);
    assertThat(run("explain", "shop/web")).as("what the status has").isZero();
    assertThat(out.toString()).contains("2 of 3 decisions were the same (66 %)");
  }

  private String asked(String... arguments) {
    out.getBuffer().setLength(0);
    PrintWriter writer = new PrintWriter(out, true);
    assertThat(FlyballCommand.commandLine().setOut(writer).setErr(writer).execute(arguments))
        .as(out.toString())
        .isZero();
    return out.toString();
  }

  private long agreed() {
    return it.report("web").agreement().map(a -> a.agreed()).orElse(0L);
  }
}
