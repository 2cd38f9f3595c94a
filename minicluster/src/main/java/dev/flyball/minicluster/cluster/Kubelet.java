package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.ApiException;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Brings bound pods to life and to their end: start-up delay, readiness delay, phases and
 * conditions, graceful deletion. One for all nodes.
 */
public final class Kubelet extends ControlLoop {
  /** How long the steps of a pod's life take. */
  public record Delays(Duration startup, Duration readiness, Duration shutdown) {}

  /** A running pod. */
  record Running(
      PodProcess process, String namespace, String name, String node, List<String> containers) {}

  private final PodRuntime runtime;
  private final Delays delays;
  private final Map<String, Running> running = new ConcurrentHashMap<>();
  private final Set<String> begun = new HashSet<>();

  Kubelet(ObjectApi objects, Timeline timeline, PodRuntime runtime, Delays delays) {
    super(ResourceCatalog.PODS, objects, timeline);
    this.runtime = runtime;
    this.delays = delays;
  }

  /** The running pod with this uid; null when there is none. */
  @Nullable Running running(String uid) {
    return running.get(uid);
  }

  Map<String, Running> running() {
    return running;
  }

  @Override
  void reconcile(StoredObject pod) {
    if (pod.pod().node().isEmpty()) {
      return;
    }
    if (pod.pod().deleting()) {
      if (begun.add("end " + pod.uid())) {
        timeline().schedule(shutdownOf(pod), () -> end(pod));
      }
    } else if (pod.pod().phase().equals("Pending") && begun.add(pod.uid())) {
      timeline().schedule(delays.startup(), () -> start(pod.namespace(), pod.name(), pod.uid()));
    }
  }

  private Duration shutdownOf(StoredObject pod) {
    long grace = pod.tree().path("metadata").path("deletionGracePeriodSeconds").asLong(30);
    Duration limit = Duration.ofSeconds(grace);
    return delays.shutdown().compareTo(limit) < 0 ? delays.shutdown() : limit;
  }

  private void end(StoredObject pod) {
    try {
      objects()
          .delete(
              pod.type(),
              pod.namespace(),
              pod.name(),
              new ObjectApi.Deletion(0L, false, pod.uid(), null));
    } catch (ApiException e) {
      // It is gone already.
    }
  }

  /** The pod is gone; on the cluster's thread. */
  void gone(StoredObject pod) {
    begun.remove(pod.uid());
    begun.remove("end " + pod.uid());
    Running old = running.remove(pod.uid());
    if (old != null) {
      old.process().stop();
    }
  }

  private void start(String namespace, String name, String uid) {
    StoredObject pod = objects().store().get(ResourceCatalog.PODS, namespace, name);
    if (pod == null || !pod.uid().equals(uid) || pod.pod().deleting()) {
      return;
    }
    ObjectNode tree = pod.tree();
    var annotations = Json.strings(tree.path("metadata").path("annotations"));
    String workload = Workloads.ownerOf(objects(), pod, tree);
    runtime
        .start(new PodRuntime.Start(namespace, name, uid, workload, pod.labels(), annotations))
        .onSuccess(process -> timeline().execute(() -> started(pod, tree, process)))
        .onFailure(error -> timeline().execute(() -> failed(pod, error)));
  }

  private void started(StoredObject pod, ObjectNode tree, PodProcess process) {
    var names = new ArrayList<String>();
    for (JsonNode container : tree.path("spec").path("containers")) {
      names.add(Json.text(container, "name").intern());
    }
    boolean readyAtOnce = delays.readiness().isZero();
    if (!change(
        pod,
        status ->
            PodStatus.running(status, tree, process.ip(), readyAtOnce, objects().timestamp()))) {
      process.stop();
      return;
    }
    running.put(
        pod.uid(),
        new Running(process, pod.namespace(), pod.name(), pod.pod().node(), List.copyOf(names)));
    if (process.port() != 0) {
      annotatePort(pod, process.port());
    }
    if (readyAtOnce) {
      process.ready(true);
    } else {
      timeline().schedule(delays.readiness(), () -> setReady(pod, true));
    }
  }

  private void annotatePort(StoredObject pod, int port) {
    objects()
        .update(
            pod.type(),
            pod.namespace(),
            pod.name(),
            ObjectApi.Part.WHOLE,
            tree -> {
              Json.child(Json.child(tree, "metadata"), "annotations")
                  .put("prometheus.io/port", Integer.toString(port));
              return tree;
            });
  }

  private void failed(StoredObject pod, Throwable error) {
    change(
        pod,
        status -> {
          status.put("phase", "Failed").put("message", String.valueOf(error.getMessage()));
        });
  }

  /**
   * Makes a running pod ready or unready, as its readiness probe would; on the cluster's thread.
   */
  void setReady(StoredObject pod, boolean ready) {
    Running process = running.get(pod.uid());
    if (process != null
        && change(pod, status -> PodStatus.ready(status, ready, objects().timestamp()))) {
      process.process().ready(ready);
    }
  }

  private boolean change(StoredObject pod, java.util.function.Consumer<ObjectNode> change) {
    try {
      objects()
          .update(
              pod.type(),
              pod.namespace(),
              pod.name(),
              ObjectApi.Part.WHOLE,
              tree -> {
                Json.child(tree, "metadata").put("uid", pod.uid());
                change.accept(Json.child(tree, "status"));
                return tree;
              });
      return true;
    } catch (ApiException e) {
      return false;
    }
  }
}
