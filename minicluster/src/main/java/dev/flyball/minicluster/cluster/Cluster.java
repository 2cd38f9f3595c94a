package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Change;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.MetricsSource;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.PodFacts;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Controllers, scheduler, kubelet and meter, wired to the store: a change there wakes whom it
 * concerns.
 */
public final class Cluster {
  private final Vertx vertx;
  private final ObjectApi objects;
  private final Timeline timeline;
  private final SyntheticPods synthetic;
  private final ServingPods serving;
  private final DeploymentController deployments;
  private final ReplicaSetController replicaSets;
  private final StatefulSetController statefulSets;
  private final PodScheduler scheduler;
  private final Kubelet kubelet;
  private final UsageMeter meter;
  private final Map<String, StoredObject> owners = new ConcurrentHashMap<>();

  /**
   * @param serving how pods serve that do not say so themselves; null makes those synthetic
   * @param delays how long the steps of a pod's life take
   * @param metricsResolution how often metrics.k8s.io measures
   */
  public Cluster(
      Vertx vertx,
      ObjectApi objects,
      Timeline timeline,
      @Nullable ServingOptions serving,
      Kubelet.Delays delays,
      Duration metricsResolution) {
    this.vertx = vertx;
    this.objects = objects;
    this.timeline = timeline;
    var addresses = new Addresses();
    this.synthetic = new SyntheticPods(addresses, timeline::nowMillis);
    this.serving = new ServingPods(vertx, addresses, serving);
    this.deployments = new DeploymentController(objects, timeline);
    this.replicaSets = new ReplicaSetController(objects, timeline);
    this.statefulSets = new StatefulSetController(objects, timeline);
    this.scheduler = new PodScheduler(objects, timeline);
    this.kubelet = new Kubelet(objects, timeline, this::startPod, delays);
    this.meter = new UsageMeter(kubelet, timeline, metricsResolution);
  }

  private Future<PodProcess> startPod(PodRuntime.Start pod) {
    Future<PodProcess> started = serving.start(pod);
    return started == null ? synthetic.start(pod) : started;
  }

  /** Begins to follow the store, and puts the nodes and the usual namespaces into it. */
  public void start(List<NodeSpec> nodes) {
    objects.store().addListener(this::changed);
    addNamespaces();
    nodes.forEach(this::addNode);
    meter.start();
  }

  /** Puts the namespaces into the store that every cluster has. */
  public void addNamespaces() {
    for (String name : List.of("default", "kube-system", "kube-public", "kube-node-lease")) {
      var namespace = Json.object();
      namespace.putObject("metadata").put("name", name);
      objects.create(ResourceCatalog.NAMESPACES, "", namespace);
    }
  }

  /**
   * Serves {@code /metrics} of all synthetic pods on this port of their addresses (Linux alone).
   */
  public Future<?> serveSyntheticMetrics(int port) {
    return new SyntheticMetricsServer(synthetic, timeline).start(vertx, port);
  }

  /** Ends whatever runs in pods. */
  public void stop() {
    kubelet.running().values().forEach(pod -> pod.process().stop());
  }

  /** Puts one more node into the cluster. */
  public void addNode(NodeSpec node) {
    objects.create(ResourceCatalog.NODES, "", node.toNode(objects.timestamp()));
  }

  /** What metrics.k8s.io shows. */
  public MetricsSource metrics() {
    return meter;
  }

  /** The pods without server, and their load. */
  public SyntheticPods synthetic() {
    return synthetic;
  }

  /** Measures now instead of at the next resolution, and returns when that is done. */
  public void measureNow() {
    timeline.execute(meter::measure);
    timeline.awaitIdle();
  }

  /** Makes a running pod ready or unready, as its readiness probe would. */
  public void setReady(String namespace, String pod, boolean ready) {
    StoredObject object = objects.get(ResourceCatalog.PODS, namespace, pod);
    timeline.execute(() -> kubelet.setReady(object, ready));
  }

  private void changed(Change change) {
    StoredObject object = change.object();
    boolean deleted = change.kind() == Change.Kind.DELETED;
    switch (object.type().kind()) {
      case "Deployment" -> own(object, deleted, deployments::enqueue);
      case "ReplicaSet" -> {
        own(object, deleted, replicaSets::enqueue);
        wakeOwners(object);
      }
      case "StatefulSet" -> own(object, deleted, statefulSets::enqueue);
      case "Pod" -> podChanged(change, object, deleted);
      case "Node" -> timeline.execute(() -> scheduler.nodeChanged(change));
      default -> {
        // Nobody here acts on other kinds.
      }
    }
  }

  private void own(
      StoredObject object, boolean deleted, java.util.function.BiConsumer<String, String> enqueue) {
    if (deleted) {
      owners.remove(object.uid());
    } else {
      owners.put(object.uid(), object);
      enqueue.accept(object.namespace(), object.name());
    }
  }

  private void podChanged(Change change, StoredObject pod, boolean deleted) {
    StoredObject before = change.before();
    PodFacts facts = pod.pod();
    if (before != null && !deleted && before.pod().equals(facts)) {
      return;
    }
    wakeOwners(pod);
    if (deleted) {
      release(pod, p -> kubelet.gone(p));
    } else if (facts.node().isEmpty()) {
      scheduler.enqueue(pod.namespace(), pod.name());
    } else {
      if (before == null) {
        scheduler.enqueue(pod.namespace(), pod.name());
      }
      kubelet.enqueue(pod.namespace(), pod.name());
    }
  }

  private void release(StoredObject pod, Consumer<StoredObject> also) {
    timeline.execute(
        () -> {
          also.accept(pod);
          scheduler.released(pod);
        });
  }

  private void wakeOwners(StoredObject object) {
    for (String uid : object.owners()) {
      StoredObject owner = owners.get(uid);
      if (owner != null) {
        switch (owner.type().kind()) {
          case "Deployment" -> deployments.enqueue(owner.namespace(), owner.name());
          case "ReplicaSet" -> {
            replicaSets.enqueue(owner.namespace(), owner.name());
            wakeOwners(owner);
          }
          default -> statefulSets.enqueue(owner.namespace(), owner.name());
        }
      }
    }
  }
}
