package dev.flyball.controller.it;

import static dev.flyball.controller.it.TestingController.NAMESPACE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.flyball.controller.FlyballController;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.shard.Shards;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Replicas in one process that share shards: what the next holder of a namespace goes on with. */
class ShardHandOverTest {
  private static final LeaseTimes SHORT =
      new LeaseTimes(Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofMillis(200));

  /** Of two replicas the second has the upper half, and that namespace in it. */
  private static final Shards SHARDS = new Shards(14);

  private static final String SETTINGS =
      """
      syncPeriod: 1s
      cpuInitializationPeriod: 0s
      initialReadinessDelay: 0s
      """;

  /** Up by one in half an hour, down after ten minutes: what was done must not be forgotten. */
  private static final String POLICY =
      """
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
      minReplicas: 1
      maxReplicas: 8
      metrics:
      - type: Resource
        resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}
      behavior:
        scaleUp: {policies: [{type: Pods, value: 1, periodSeconds: 1800}]}
        scaleDown: {stabilizationWindowSeconds: 600}
      """;

  private static final String SCRAPED =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: scraped, namespace: shop}
      spec:
        replicas: 1
        selector: {matchLabels: {app: scraped}}
        template:
          metadata:
            labels: {app: scraped}
            annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9"}
          spec:
            containers: [{name: main, image: "web:1"}]
      """;

  private final HttpClient http = HttpClient.newHttpClient();
  private final List<FlyballController> open = new ArrayList<>();
  private TestingController it;
  private WriteLog log;

  @BeforeEach
  void build() {
    it =
        new TestingController(
            Minicluster.builder()
                .podStartupDelay(Duration.ofMillis(50))
                .readinessDelay(Duration.ofMillis(50))
                .metricsResolution(Duration.ofMillis(200)));
    log = new WriteLog(it.cluster, namespace -> Shards.lease(SHARDS.of(namespace)));
    it.settings(SETTINGS);
    it.deployment("web", 2);
    it.policy("web", POLICY);
    it.cluster.apply(SCRAPED);
    it.cluster.load(NAMESPACE, "web", LoadModel.shared(180, 1 << 20, 0));
  }

  private FlyballController start(String name, int shards) {
    FlyballController replica = it.startReplica(name, SHORT, shards);
    open.add(replica);
    return replica;
  }

  private void stop(FlyballController replica) {
    open.remove(replica);
    TestingController.await(replica.close());
  }

  @AfterEach
  void close() {
    http.close();
    try {
      open.forEach(replica -> TestingController.await(replica.close()));
    } finally {
      it.close();
    }
  }

  private String holder() {
    return log.holder(Shards.lease(SHARDS.of(NAMESPACE)));
  }

  private int replicas() {
    return it.cluster.replicas(ResourceCatalog.DEPLOYMENTS, NAMESPACE, "web");
  }

  private static List<PolicyReport> policies(FlyballController replica) {
    return TestingController.await(replica.snapshots().snapshot()).policies();
  }

  private String get(FlyballController replica, String path) {
    URI uri = URI.create("http://127.0.0.1:" + replica.webPort() + path);
    try {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build(),
              HttpResponse.BodyHandlers.ofString());
      return answer.statusCode() + " " + answer.body();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The step of whoever had the namespace before counts, and so does its wish for more. */
  private void goesOn(FlyballController replica) {
    it.eventually(
        "it has decided",
        () -> policies(replica).stream().anyMatch(p -> p.explanation().isPresent()));
    PolicyReport report = policies(replica).getFirst();
    assertThat(report.history().scaleUps()).extracting(e -> e.change()).containsExactly(1);
    assertThat(report.lastScaleMillis()).isPositive();
    assertThat(report.history().recommendations()).anyMatch(r -> r.replicas() == 4);
    assertThat(replicas()).isEqualTo(3);
  }

  @Test
  void aNamespaceMovesWithAllThatWasDecidedAndBack() {
    FlyballController a = start("a", SHARDS.count());
    it.eventually("one step up", () -> replicas() == 3);
    it.eventually(
        "it wants more",
        () ->
            policies(a).getFirst().history().recommendations().stream()
                .anyMatch(r -> r.replicas() == 4));

    assertThat(get(a, "/api/v1/policies?view=rows")).contains("\"count\":1,");
    FlyballController b = start("b", SHARDS.count());
    it.eventually("the newcomer has the namespace", () -> holder().equals("b"));
    goesOn(b);
    assertThat(policies(a)).isEmpty();
    tellsWhoHasWhat(a, b);
    onlyTheHolderWorks(a, b);

    stop(b);
    it.eventually("the first has it again", () -> holder().equals("a"));
    goesOn(a);
    assertThat(log.scales("b")).isZero();
    assertThat(log.writes()).filteredOn(w -> !w.byTheHolder()).isEmpty();
  }

  /** Otherwise nothing would be spread. The pods cannot be scraped, which is of no matter here. */
  private void onlyTheHolderWorks(FlyballController a, FlyballController b) {
    it.eventually("the holder scrapes", () -> scraped(b) > 0);
    assertThat(scraped(a)).isZero();
    double idle = work(a);
    double before = work(b);
    it.eventually("the holder works", () -> work(b) > before + 10);
    assertThat(work(a)).isEqualTo(idle);
  }

  private static int scraped(FlyballController replica) {
    return TestingController.await(replica.snapshots().snapshot()).scrapeTargets();
  }

  /** Decisions and readings of CPU and memory so far. */
  private double work(FlyballController replica) {
    return get(replica, "/metrics")
        .lines()
        .filter(
            line ->
                line.startsWith("flyball_decisions_total")
                    || line.startsWith("flyball_pod_metrics_reads_total"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void tellsWhoHasWhat(FlyballController a, FlyballController b) {
    int shard = SHARDS.of(NAMESPACE);
    assertThat(get(a, "/metrics"))
        .contains("\nflyball_shard_held{shard=\"" + shard + "\",} 0.0\n")
        .contains("\nflyball_leader 1.0\n")
        .doesNotContain("policy=\"web\"");
    assertThat(get(b, "/metrics"))
        .contains("\nflyball_shard_held{shard=\"" + shard + "\",} 1.0\n")
        .contains("\nflyball_shard_replicas 2.0\n")
        .contains("policy=\"web\"");
    it.eventually(
        "the first knows who has it",
        () ->
            get(a, "/api/v1/policies/" + NAMESPACE + "/web/web")
                .contains("in shard " + shard + ", held by b_"));
    listsWhatTheOtherDecides(a, b);
    assertThat(get(a, "/api/v1/shards"))
        .contains("\"shards\":14", "\"own\":[0,1,2,3,4,5,6]", "\"lease\":\"flyball-shard-7\"");
    assertThat(get(b, "/api/v1/shards"))
        .contains("\"own\":[7,8,9,10,11,12,13]", "\"obstacle\":\"\"");
  }

  /** Whichever replica is asked, all policies are listed, with what their holder has decided. */
  private void listsWhatTheOtherDecides(FlyballController a, FlyballController b) {
    it.eventually(
        "the holder's sentence, metric, reason and last change",
        () -> {
          JsonNode here = row(b);
          JsonNode there = row(a);
          return !told(there, "sentence").isEmpty()
              && Stream.of("reason", "mode", "desiredReplicas", "replicas", "lastScaleTime")
                  .allMatch(field -> told(there, field).equals(told(here, field)));
        });
    assertThat(row(a).path("targets").asString("")).matches("cpu: [0-9]+%/50%");
  }

  private static String told(JsonNode row, String field) {
    // A status has seconds.
    return row.path(field).asString("").replaceAll("\\.\\d+Z$", "Z");
  }

  private JsonNode row(FlyballController replica) {
    String answer = get(replica, "/api/v1/policies?view=rows");
    return JsonMapper.shared().readTree(answer.substring("200 ".length())).at("/items/0");
  }

  @Test
  void oneLeaderOfAllAndShardsWaitForEachOther() {
    FlyballController old = start("old", 0);
    it.eventually("it leads", () -> log.holder().equals("old"));
    FlyballController shared = start("shared", SHARDS.count());
    it.eventually(
        "shards wait",
        () -> get(shared, "/api/v1/shards").contains("Lease flyball is held by old_"));
    assertThat(get(shared, "/metrics")).contains("\nflyball_leader 0.0\n");
    stop(old);
    it.eventually("shards are held", () -> holder().equals("shared"));
    assertThat(log.holder()).isEqualTo("shards-of-14");

    FlyballController other = start("other", 6);
    FlyballController after = start("after", 0);
    it.eventually(
        "another number waits",
        () -> get(other, "/api/v1/shards").contains("held by shards-of-14, not by shards-of-6"));
    assertThat(get(after, "/metrics")).contains("\nflyball_leader 0.0\n");
    stop(other);
    stop(shared);
    it.eventually("one leads over all", () -> log.holder().equals("after"));
    it.eventually("and says so", () -> get(after, "/metrics").contains("\nflyball_leader 1.0\n"));
  }
}
