package dev.flyball.controller.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.flyball.controller.cluster.ObjectDecoder.Found;
import dev.flyball.core.observe.PodColumns;
import dev.flyball.core.observe.PodPhase;
import dev.flyball.core.observe.PodRequests;
import dev.flyball.core.observe.Readiness;
import dev.flyball.metrics.source.scrape.ScrapeAnnotations;
import dev.flyball.metrics.source.scrape.ScrapeTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

class PodDecoderTest {
  private final PodDecoder decoder = new PodDecoder(new ShapeReader());

  private Found<PodInfo> read(String json) {
    try (JsonParser parser =
        JsonFactory.builder().build().createParser(ObjectReadContext.empty(), json)) {
      parser.nextToken();
      Found<PodInfo> found = decoder.read(parser);
      assertThat(parser.nextToken()).as("the rest").isNull();
      return found;
    }
  }

  @Test
  void readsWhatTheLoopNeedsOfAPod() {
    Found<PodInfo> found =
        read(
            """
            {"apiVersion": "v1", "kind": "Pod",
             "metadata": {"name": "web-5d8f-x", "namespace": "shop", "uid": "u1",
               "resourceVersion": "42", "managedFields": [{"fieldsV1": {"f:metadata": {}}}],
               "deletionTimestamp": "2026-01-02T03:04:05Z",
               "labels": {"app": "web", "pod-template-hash": "5d8f"},
               "annotations": {"prometheus.io/scrape": "true", "prometheus.io/path": "/m"},
               "ownerReferences": [
                 {"apiVersion": "v1", "kind": "Node", "name": "n"},
                 {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-5d8f",
                  "controller": true}]},
             "spec": {"nodeName": "node-1", "volumes": [{"name": "v", "emptyDir": {}}],
               "resources": {"requests": {"memory": "1Gi"}},
               "initContainers": [
                 {"name": "once", "resources": {"requests": {"cpu": "4"}},
                  "ports": [{"containerPort": 7}]},
                 {"name": "proxy", "restartPolicy": "Always",
                  "resources": {"requests": {"cpu": "50m"}}}],
               "containers": [
                 {"name": "server", "image": "web:1", "resources":
                   {"limits": {"cpu": "2"}, "requests": {"cpu": 1, "memory": "256Mi"}},
                  "ports": [{"containerPort": 3000},
                            {"containerPort": 53, "protocol": "UDP"}]}]},
             "status": {"phase": "Running", "podIP": "10.0.0.7",
               "startTime": "2026-01-02T03:00:00Z",
               "conditions": [
                 {"type": "PodScheduled", "status": "True"},
                 {"type": "Ready", "status": "False",
                  "lastTransitionTime": "2026-01-02T03:00:09Z"}]}}
            """);
    assertThat(found.version()).isEqualTo("42");
    PodInfo pod = found.value().get();
    assertThat(pod.namespace()).isEqualTo("shop");
    assertThat(pod.uid()).isEqualTo("u1");
    assertThat(pod.labels()).isEqualTo(Map.of("app", "web", "pod-template-hash", "5d8f"));
    assertThat(pod.workload()).isEqualTo(new Workload("apps/v1", "Deployment", "web"));
    assertThat(pod.row())
        .isEqualTo(
            new PodColumns.Row(
                "web-5d8f-x",
                PodPhase.Running,
                true,
                Instant.parse("2026-01-02T03:00:00Z").toEpochMilli(),
                Readiness.False,
                Instant.parse("2026-01-02T03:00:09Z").toEpochMilli(),
                PodRequests.of(
                    List.of(
                        new PodRequests.Container(
                            "server", Map.of("cpu", 1_000L, "memory", (256L << 20) * 1_000)),
                        new PodRequests.Container("proxy", Map.of("cpu", 50L))),
                    Map.of("memory", (1L << 30) * 1_000))));
    assertThat(pod.scrape())
        .isEqualTo(
            new ScrapeAnnotations.Scraped(
                new ScrapeTarget("shop", "web-5d8f-x", "u1", "10.0.0.7", 3000, "/m", false)));
  }

  @Test
  void takesWhatIsMissingOrNullAsNotThere() {
    PodInfo pod =
        read("""
                {"metadata": {"name": "p", "namespace": "n", "labels": null, "uid": null,
                              "ownerReferences": null, "annotations": {"a": null}},
                 "spec": {"containers": [{"name": "c", "resources": {}, "ports": null}],
                          "initContainers": null},
                 "status": {"conditions": [null, 7, {"type": "Initialized"}]}}
                """)
            .value()
            .get();
    assertThat(pod.labels()).isEmpty();
    assertThat(pod.uid()).isEmpty();
    assertThat(pod.workload()).isNull();
    assertThat(pod.scrape()).isEqualTo(new ScrapeAnnotations.NotScraped());
    assertThat(pod.row())
        .isEqualTo(
            new PodColumns.Row(
                "p",
                PodPhase.Pending,
                false,
                PodColumns.NO_TIME,
                Readiness.Absent,
                PodColumns.NO_TIME,
                PodRequests.of(List.of(new PodRequests.Container("c", Map.of())), Map.of())));
  }

  @Test
  void sharesWhatPodsHaveInCommon() {
    String pod =
        """
        {"metadata": {"name": "%s", "namespace": "n", "labels": {"app": "web"}},
         "spec": {"containers": [{"name": "c", "resources": {"requests": {"cpu": "1"}}}]}}
        """;
    PodInfo one = read(pod.formatted("one")).value().get();
    PodInfo two = read(pod.formatted("two")).value().get();
    assertThat(two.labels()).isSameAs(one.labels());
    assertThat(two.row().requests()).isSameAs(one.row().requests());
    assertThat(two.namespace()).isSameAs(one.namespace());
  }

  @Test
  void namesARequestThatIsNoQuantity() {
    Found<PodInfo> found =
        read(
            """
            {"metadata": {"name": "p", "namespace": "n"},
             "spec": {"containers": [{"name": "c", "resources": {"requests": {"cpu": "much"}}}]}}
            """);
    assertThatThrownBy(() -> found.value().get())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("much");
  }
}
