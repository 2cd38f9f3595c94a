package dev.flyball.minicluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.api.ScalePaths;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderCallbacks;
import io.fabric8.kubernetes.client.extended.leaderelection.LeaderElectionConfig;
import io.fabric8.kubernetes.client.extended.leaderelection.resourcelock.LeaseLock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ApiSemanticsTest {
  private final TestingCluster testing =
      new TestingCluster(Minicluster.builder().bookmarkInterval(Duration.ofMillis(100)));
  private final Minicluster cluster = testing.cluster;

  @AfterEach
  void stop() {
    testing.close();
  }

  private void configMap(String name, String labels) {
    cluster.apply(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: %s, labels: {%s}}, data: {a: one}}"
            .formatted(name, labels));
  }

  static Stream<Arguments> selectors() {
    return Stream.of(
        argumentSet("equal", "tier=web", "a,b"),
        argumentSet("double equal", "tier==web,env=test", "a"),
        argumentSet("unequal takes the absent too", "env!=test", "b,c"),
        argumentSet("in", "env in (test, live)", "a,b"),
        argumentSet("notin", "env notin (test),tier", "b"),
        argumentSet("exists", "env", "a,b"),
        argumentSet("not exists", "!env", "c"));
  }

  @ParameterizedTest
  @MethodSource("selectors")
  void labelSelectorsSelect(String selector, String names) {
    configMap("a", "tier: web, env: test");
    configMap("b", "tier: web, env: live");
    configMap("c", "flavor: plain");
    var found =
        testing
            .client
            .configMaps()
            .inNamespace("default")
            .withLabelSelector(selector)
            .list()
            .getItems();
    assertThat(found)
        .extracting(c -> c.getMetadata().getName())
        .containsExactly(names.split(",", -1));
  }

  static Stream<Arguments> patches() {
    String containers = "[{\"name\":\"main\",\"image\":\"web:2\"}]";
    return Stream.of(
        argumentSet(
            "strategic merge keeps what it does not name",
            "application/strategic-merge-patch+json",
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}",
            200,
            "web:2",
            "100m"),
        argumentSet(
            "merge patch replaces the list",
            "application/merge-patch+json",
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":" + containers + "}}}}",
            200,
            "web:2",
            ""),
        argumentSet(
            "json patch",
            "application/json-patch+json",
            "[{\"op\":\"replace\",\"path\":\"/spec/template/spec/containers/0/image\",\"value\":\"web:2\"}]",
            200,
            "web:2",
            "100m"),
        argumentSet(
            "json patch whose test fails",
            "application/json-patch+json",
            "[{\"op\":\"test\",\"path\":\"/spec/replicas\",\"value\":9},{\"op\":\"remove\",\"path\":\"/spec\"}]",
            422,
            "web:1",
            "100m"),
        argumentSet(
            "apply",
            "application/apply-patch+yaml",
            "{apiVersion: apps/v1, kind: Deployment, metadata: {name: web}, spec: {template: {spec: {containers: "
                + containers
                + "}}}}",
            200,
            "web:2",
            "100m"),
        argumentSet(
            "a stale version",
            "application/merge-patch+json",
            "{\"metadata\":{\"resourceVersion\":\"1\"},\"spec\":{\"replicas\":9}}",
            409,
            "web:1",
            "100m"),
        argumentSet(
            "another selector",
            "application/merge-patch+json",
            "{\"spec\":{\"selector\":{\"matchLabels\":{\"app\":\"other\"}}}}",
            422,
            "web:1",
            "100m"),
        argumentSet("an unknown media type", "application/json", "{}", 415, "web:1", "100m"));
  }

  @ParameterizedTest
  @MethodSource("patches")
  void patchesMergeAsTheirTypeSays(
      String mediaType, String patch, int status, String image, String cpu) throws Exception {
    cluster.apply(TestingCluster.deployment("web", 1));
    var response =
        testing.send(
            "PATCH",
            "/apis/apps/v1/namespaces/shop/deployments/web?fieldManager=t",
            mediaType,
            patch);
    assertThat(response.statusCode()).isEqualTo(status);
    var container =
        cluster
            .objects()
            .get(ResourceCatalog.DEPLOYMENTS, "shop", "web")
            .tree()
            .path("spec")
            .path("template")
            .path("spec")
            .path("containers")
            .path(0);
    assertThat(container.path("image").asString("")).isEqualTo(image);
    assertThat(container.path("resources").path("requests").path("cpu").asString(""))
        .isEqualTo(cpu);
  }

  @Test
  void chunksOfAListShowOneVersionWhateverHappensMeanwhile() {
    for (int i = 0; i < 25; i++) {
      configMap("c%02d".formatted(i), "");
    }
    var first =
        testing
            .client
            .configMaps()
            .inNamespace("default")
            .list(new ListOptionsBuilder().withLimit(10L).build());
    assertThat(first.getItems()).hasSize(10);
    assertThat(first.getMetadata().getRemainingItemCount()).isEqualTo(15);
    configMap("c999", "");
    testing.client.configMaps().inNamespace("default").withName("c20").delete();
    var rest =
        testing
            .client
            .configMaps()
            .inNamespace("default")
            .list(new ListOptionsBuilder().withContinue(first.getMetadata().getContinue()).build());
    assertThat(rest.getItems())
        .hasSize(15)
        .extracting(c -> c.getMetadata().getName())
        .contains("c20");
    assertThat(rest.getMetadata().getResourceVersion())
        .isEqualTo(first.getMetadata().getResourceVersion());
  }

  @Test
  void watchesGetBookmarksAndObjectsEnterAndLeaveTheirSelector() throws Exception {
    configMap("a", "tier: web");
    long version = cluster.objects().store().resourceVersion();
    configMap("b", "tier: web");
    configMap("b", "tier: db");
    configMap("b", "tier: web");
    String lines =
        testing
            .get(
                "/api/v1/configmaps?watch=true&timeoutSeconds=1&allowWatchBookmarks=true&labelSelector=tier%3Dweb"
                    + "&resourceVersion="
                    + version)
            .body();
    assertThat(
            lines
                .lines()
                .map(l -> Json.parse(l.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .map(e -> e.path("type").asString(""))
                .distinct())
        .containsExactly("ADDED", "DELETED", "BOOKMARK");
    assertThat(lines.lines().filter(l -> l.contains("\"ADDED\""))).hasSize(2);
  }

  @Test
  void aVersionOutsideTheWindowIsExpired() throws Exception {
    configMap("a", "");
    cluster.objects().store().compact(cluster.objects().catalog().ofKind("v1", "ConfigMap"));
    String line = testing.get("/api/v1/configmaps?watch=true&resourceVersion=2").body();
    assertThat(line)
        .contains("\"type\":\"ERROR\"")
        .contains("\"code\":410")
        .contains("\"reason\":\"Expired\"");
  }

  @Test
  void anyKindWithAScaleSubresourceScales() throws Exception {
    cluster.registerResource(
        ResourceType.custom(
            "example.com",
            "v1",
            "engines",
            "Engine",
            new ScalePaths(".spec.replicas", ".status.replicas", ".status.selector")));
    cluster.apply(
        "{apiVersion: example.com/v1, kind: Engine, metadata: {name: one}, spec: {replicas: 2}, status: {replicas: 2,"
            + " selector: app=one}}");
    String path = "/apis/example.com/v1/namespaces/default/engines/one/scale";
    var patched =
        testing.send("PATCH", path, "application/merge-patch+json", "{\"spec\":{\"replicas\":5}}");
    assertThat(patched.statusCode()).isEqualTo(200);
    assertThat(testing.get(path).body())
        .contains("\"spec\":{\"replicas\":5}")
        .contains("\"selector\":\"app=one\"");
  }

  @Test
  void newEventsAreSeenThroughTheOldApiToo() {
    testing
        .client
        .events()
        .v1()
        .events()
        .inNamespace("default")
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withGenerateName("web.")
                .withNamespace("default")
                .endMetadata()
                .withReason("SuccessfulRescale")
                .withNote("New size: 3")
                .withType("Normal")
                .withNewRegarding()
                .withKind("Deployment")
                .withName("web")
                .endRegarding()
                .withReportingController("flyball")
                .build())
        .create();
    var old =
        testing
            .client
            .v1()
            .events()
            .inNamespace("default")
            .withField("involvedObject.name", "web")
            .list();
    assertThat(old.getItems()).hasSize(1).allMatch(e -> e.getMessage().equals("New size: 3"));
    var now = testing.client.events().v1().events().inNamespace("default").list();
    assertThat(now.getItems()).extracting(e -> e.getRegarding().getName()).containsExactly("web");
  }

  @Test
  void leadersAreElectedOnALease() throws Exception {
    var leading = new CountDownLatch(1);
    var config =
        new LeaderElectionConfig(
            new LeaseLock("default", "flyball", "me"),
            Duration.ofSeconds(5),
            Duration.ofSeconds(3),
            Duration.ofSeconds(1),
            new LeaderCallbacks(leading::countDown, () -> {}, leader -> {}),
            true,
            "flyball");
    var running = testing.client.leaderElector().withConfig(config).build().start();
    assertThat(leading.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(
            testing
                .client
                .leases()
                .inNamespace("default")
                .withName("flyball")
                .get()
                .getSpec()
                .getHolderIdentity())
        .isEqualTo("me");
    running.cancel(true);
  }

  @Test
  void tokensAreReviewedAsProgrammed() {
    cluster
        .reviews()
        .tokens(t -> t.equals("good") ? new Reviews.User("anna", "1", List.of("devs")) : null);
    assertThat(review("good").getAuthenticated()).isTrue();
    assertThat(review("good").getUser().getUsername()).isEqualTo("anna");
    assertThat(review("bad").getAuthenticated()).isFalse();
  }

  private io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus review(String token) {
    var review = new TokenReviewBuilder().withNewSpec().withToken(token).endSpec().build();
    return testing.client.tokenReviews().create(review).getStatus();
  }

  @Test
  void injectedFaultsEndAfterTheirTimesAndRequestsAreCounted() throws Exception {
    cluster.faults().fail(call -> call.resource().equals("configmaps"), 500, 2);
    assertThat(testing.get("/api/v1/configmaps").statusCode()).isEqualTo(500);
    assertThat(testing.get("/api/v1/configmaps").statusCode()).isEqualTo(500);
    assertThat(testing.get("/api/v1/configmaps").statusCode()).isEqualTo(200);
    assertThat(cluster.requests().requests("list", "configmaps")).isEqualTo(3);
    assertThat(cluster.requests().counts().get("list configmaps").errors()).isEqualTo(2);
  }

  @Test
  void errorsAreStatusObjects() throws Exception {
    var missing = testing.get("/apis/apps/v1/namespaces/default/deployments/none");
    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(missing.body())
        .contains("\"reason\":\"NotFound\"")
        .contains("deployments.apps \\\"none\\\" not found");
    var noNamespace =
        testing.send(
            "POST",
            "/api/v1/namespaces/none/configmaps",
            "application/json",
            "{\"metadata\":{\"name\":\"a\"}}");
    assertThat(noNamespace.statusCode()).isEqualTo(404);
    configMap("a", "");
    var twice =
        testing.send(
            "POST",
            "/api/v1/namespaces/default/configmaps",
            "application/json",
            "{\"metadata\":{\"name\":\"a\"}}");
    assertThat(twice.statusCode()).isEqualTo(409);
    assertThat(twice.body()).contains("\"reason\":\"AlreadyExists\"");
  }

  @Test
  void longListsAreCompressedForThoseWhoAsk() throws Exception {
    for (int i = 0; i < 300; i++) {
      cluster.apply(
          "{apiVersion: v1, kind: ConfigMap, metadata: {name: c%d}, data: {a: %s}}"
              .formatted(i, "x".repeat(1000)));
    }
    var uri = java.net.URI.create(cluster.url() + "/api/v1/configmaps");
    var request =
        java.net.http.HttpRequest.newBuilder(uri).header("Accept-Encoding", "gzip").build();
    try (var http = java.net.http.HttpClient.newHttpClient()) {
      var response = http.send(request, java.net.http.HttpResponse.BodyHandlers.ofInputStream());
      assertThat(response.headers().firstValue("content-encoding")).contains("gzip");
      byte[] plain = new java.util.zip.GZIPInputStream(response.body()).readAllBytes();
      assertThat(Json.parse(plain).path("items")).hasSize(300);
    }
  }
}
