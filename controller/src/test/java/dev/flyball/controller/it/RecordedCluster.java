package dev.flyball.controller.it;

import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.TestingHpas;
import dev.flyball.controller.recorded.RecordedScenario;
import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.ApiException;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Recorded scenarios as objects and metrics of a minicluster, each in a namespace of its name. Used
 * by one thread.
 */
final class RecordedCluster {
  /**
   * A scenario at a step.
   *
   * @param beginMillis when it began, in epoch milliseconds
   */
  record Shown(RecordedScenario scenario, int number, long beginMillis) {
    JsonNode step() {
      return scenario.step(number);
    }

    long atMillis() {
      return beginMillis + step().path("at").asLong();
    }
  }

  private final Minicluster cluster;
  private final Map<String, Shown> shown = new ConcurrentHashMap<>();

  RecordedCluster(Minicluster cluster) {
    this.cluster = cluster;
    RecordedMetrics metrics = new RecordedMetrics(shown);
    cluster.server().metricsSource(metrics);
    cluster.server().aggregate("custom.metrics.k8s.io", metrics::custom);
    cluster.server().aggregate("external.metrics.k8s.io", metrics::external);
    cluster.server().guard((call, user) -> metrics.check(call));
  }

  /** A scenario begins: its HPA is there and has not decided. */
  void begin(RecordedScenario scenario, long beginMillis) {
    cluster.apply(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: %s}
        spec:
          replicas: 1
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: app, image: web:1}]}
        """
            .formatted(scenario.id()));
    cluster.apply(scenario.hpa(scenario.id()));
    show(scenario, 0, beginMillis);
  }

  /** Goes to a step: pods, replicas and metrics are what the HPA then saw. */
  Shown show(RecordedScenario scenario, int number, long beginMillis) {
    Shown now = new Shown(scenario, number, beginMillis);
    shown.put(scenario.id(), now);
    pods(now);
    cluster
        .objects()
        .update(
            ResourceCatalog.DEPLOYMENTS,
            scenario.id(),
            "web",
            ObjectApi.Part.WHOLE,
            tree -> {
              Json.child(tree, "spec").set("replicas", now.step().path("specReplicas"));
              Json.child(tree, "status").set("replicas", now.step().path("statusReplicas"));
              return tree;
            });
    return now;
  }

  private void pods(Shown now) {
    String namespace = now.scenario().id();
    Set<String> names = new HashSet<>();
    for (JsonNode pod : now.step().path("pods")) {
      String name = pod.path("name").asString();
      names.add(name);
      ObjectNode object = RecordedPods.object(pod, namespace, now.beginMillis());
      if (cluster.objects().store().get(ResourceCatalog.PODS, namespace, name) == null) {
        cluster.objects().create(ResourceCatalog.PODS, namespace, object.deepCopy());
      }
      cluster
          .objects()
          .update(ResourceCatalog.PODS, namespace, name, ObjectApi.Part.WHOLE, present -> object);
    }
    for (StoredObject pod : cluster.pods(namespace)) {
      if (!names.contains(pod.name())) {
        cluster.killPod(namespace, pod.name());
      }
    }
  }

  /**
   * The HPA tells what it decided at a step.
   *
   * @return whether its status then says anything else than before
   */
  boolean decide(Shown at) {
    String namespace = at.scenario().id();
    HpaInfo before = hpa(namespace);
    cluster
        .objects()
        .update(
            TestingHpa.type(cluster),
            namespace,
            "web",
            ObjectApi.Part.STATUS,
            tree -> {
              tree.set("status", at.scenario().hpaStatus(at.number(), at.beginMillis()));
              return tree;
            });
    return !hpa(namespace).equals(before);
  }

  private HpaInfo hpa(String namespace) {
    return TestingHpas.read(tree(namespace));
  }

  /** The HPA as the API has it. */
  ObjectNode tree(String namespace) {
    return cluster.objects().get(TestingHpa.type(cluster), namespace, "web").tree();
  }

  /** A scenario is over: nothing of it is left. */
  void end(RecordedScenario scenario) {
    shown.remove(scenario.id());
    cluster.objects().delete(ResourceCatalog.NAMESPACES, "", scenario.id(), ObjectApi.Deletion.NOW);
  }

  /** What the API says to a source of metrics that is down, without any wait for it to recover. */
  static ApiException down(JsonNode metric) {
    return new ApiException(403, "Forbidden", metric.path("error").asString(""));
  }
}
