package dev.flyball.minicluster;

import dev.flyball.minicluster.api.ApiServer;
import dev.flyball.minicluster.api.Faults;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.LabelSelector;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ObjectStore;
import dev.flyball.minicluster.api.RequestLog;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.ResourceType;
import dev.flyball.minicluster.api.Reviews;
import dev.flyball.minicluster.api.StoredObject;
import dev.flyball.minicluster.cluster.Cluster;
import dev.flyball.minicluster.cluster.Kubelet;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.Timeline;
import dev.flyball.minicluster.load.LoadBalancer;
import dev.flyball.minicluster.load.LoadGenerator;
import dev.flyball.minicluster.load.LoadProfile;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Kubernetes cluster in this process: an API on loopback that clients cannot tell from a small
 * cluster's, with controllers, nodes and pods behind it. {@link #close()} frees everything it
 * opened. Methods may be called from any thread but an event loop or the cluster's own.
 *
 * <pre>{@code
 * try (Minicluster cluster = Minicluster.builder().podStartupDelay(Duration.ofSeconds(2)).build().start()) {
 *   cluster.apply(yaml);
 *   ... new KubernetesClientBuilder().withConfig(Config.fromKubeconfig(cluster.kubeconfig())) ...
 * }
 * }</pre>
 */
public final class Minicluster implements AutoCloseable {
  private final MiniclusterBuilder options;
  private final Vertx vertx;
  private final Timeline timeline;
  private final ObjectApi objects;
  private final ApiServer server;
  private final Cluster cluster;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private final List<LoadGenerator> generators = new CopyOnWriteArrayList<>();

  Minicluster(MiniclusterBuilder options) {
    this.options = options;
    this.vertx = options.vertx == null ? Vertx.vertx() : options.vertx;
    this.timeline =
        options.virtualStart == null
            ? Timeline.real(options.speed)
            : Timeline.virtual(options.virtualStart);
    var store = new ObjectStore(options.watchWindow);
    this.objects = new ObjectApi(store, new ResourceCatalog(), timeline::nowMillis);
    this.server = new ApiServer(vertx, objects, options.bookmarkInterval);
    var delays =
        new Kubelet.Delays(
            options.podStartupDelay, options.readinessDelay, options.podShutdownDelay);
    this.cluster =
        new Cluster(vertx, objects, timeline, options.serving, delays, options.metricsResolution);
    server.metricsSource(cluster.metrics());
  }

  /** Begins a cluster with three ARM64 nodes of 4 cores and 24 GiB. */
  public static MiniclusterBuilder builder() {
    return new MiniclusterBuilder();
  }

  /**
   * Brings the cluster up and returns when its API answers.
   *
   * @throws IllegalStateException when the port cannot be had
   */
  public Minicluster start() {
    if (options.apiOnly) {
      cluster.addNamespaces();
    } else {
      cluster.start(options.nodes);
    }
    await(server.start(options.port));
    if (options.syntheticMetricsPort != 0) {
      await(cluster.serveSyntheticMetrics(options.syntheticMetricsPort));
    }
    if (options.secureKey != null) {
      await(server.startSecure(options.secureKey));
    }
    return this;
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.await(30, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "the minicluster did not come up or down within 30 seconds", e);
    }
  }

  /** Port of the API. */
  public int port() {
    return server.port();
  }

  /** {@code http://127.0.0.1:port}. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** A kubeconfig for kubectl and fabric8. */
  public String kubeconfig() {
    return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: minicluster
          cluster: {server: "%s"}
        users:
        - name: minicluster
          user: {}
        contexts:
        - name: minicluster
          context: {cluster: minicluster, user: minicluster, namespace: default}
        current-context: minicluster
        """
        .formatted(url());
  }

  /** The objects as the API sees them. */
  public ObjectApi objects() {
    return objects;
  }

  /** The HTTP side: guards and whatever else has no shorter way here. */
  public ApiServer server() {
    return server;
  }

  /** Faults to inject into the HTTP side. */
  public Faults faults() {
    return server.faults();
  }

  /** Requests by verb and resource. */
  public RequestLog requests() {
    return server.requests();
  }

  /** Answers of TokenReview and SubjectAccessReview. */
  public Reviews reviews() {
    return server.reviews();
  }

  /** The behaviour behind the API. */
  public Cluster cluster() {
    return cluster;
  }

  /** The cluster's time. */
  public Timeline timeline() {
    return timeline;
  }

  /** Serves one more resource, as a CustomResourceDefinition would. */
  public void registerResource(ResourceType type) {
    objects.catalog().register(type);
  }

  /** Makes a namespace if there is none of this name. */
  public void namespace(String name) {
    if (objects.store().get(ResourceCatalog.NAMESPACES, "", name) == null) {
      ObjectNode namespace = Json.object();
      namespace.putObject("metadata").put("name", name);
      objects.create(ResourceCatalog.NAMESPACES, "", namespace);
    }
  }

  /**
   * Creates or replaces the objects of a YAML text (documents separated by {@code ---}), with their
   * namespaces. The status of existing objects stays.
   */
  public List<StoredObject> apply(String yaml) {
    var applied = new ArrayList<StoredObject>();
    for (String document : yaml.split("(?m)^---\\s*$", -1)) {
      if (!document.isBlank()) {
        applied.add(apply(Json.parseYaml(document)));
      }
    }
    return applied;
  }

  /** Creates or replaces one object given as tree, with its namespace. */
  public StoredObject apply(ObjectNode tree) {
    ResourceType type =
        objects.catalog().ofKind(Json.text(tree, "apiVersion"), Json.text(tree, "kind"));
    ObjectNode metadata = Json.child(tree, "metadata");
    String namespace = type.namespaced() ? metadata.path("namespace").asString("default") : "";
    if (type.namespaced()) {
      namespace(namespace);
    }
    String name = Json.text(metadata, "name");
    if (objects.store().get(type, namespace, name) == null) {
      return objects.create(type, namespace, tree);
    }
    return objects.update(type, namespace, name, ObjectApi.Part.MAIN, present -> tree);
  }

  /** Creates or replaces one object given as fabric8 model, with its namespace. */
  public StoredObject apply(Object model) {
    return apply(Json.ofModel(model));
  }

  /** Changes {@code spec.replicas} of a workload, as a person would with {@code kubectl scale}. */
  public void scale(ResourceType type, String namespace, String name, int replicas) {
    objects.update(
        type,
        namespace,
        name,
        ObjectApi.Part.MAIN,
        tree -> {
          Json.child(tree, "spec").put("replicas", replicas);
          return tree;
        });
  }

  /** {@code spec.replicas} of a workload. */
  public int replicas(ResourceType type, String namespace, String name) {
    return objects.get(type, namespace, name).tree().path("spec").path("replicas").asInt(0);
  }

  /** The pods of a namespace, by name. */
  public List<StoredObject> pods(String namespace) {
    return objects.store().list(ResourceCatalog.PODS, namespace);
  }

  /** Removes a pod at once, as if its node had lost it. */
  public void killPod(String namespace, String name) {
    objects.delete(ResourceCatalog.PODS, namespace, name, ObjectApi.Deletion.NOW);
  }

  /** Makes a running pod ready or unready. */
  public void setReady(String namespace, String pod, boolean ready) {
    cluster.setReady(namespace, pod, ready);
  }

  /**
   * What the synthetic pods of a workload use from now on; metrics.k8s.io shows it at its next
   * measurement.
   */
  public void load(String namespace, String workload, LoadModel model) {
    cluster.synthetic().load(namespace, workload, model);
  }

  /**
   * Opens a load balancer on a port of 127.0.0.1 before the ready pods of a Deployment; 0 takes a
   * free port. It closes with the cluster.
   *
   * @throws dev.flyball.minicluster.api.ApiException 404 when there is no such Deployment
   */
  public LoadBalancer loadBalancer(String namespace, String deployment, int listenPort) {
    var selector =
        LabelSelector.of(
            objects
                .get(ResourceCatalog.DEPLOYMENTS, namespace, deployment)
                .tree()
                .path("spec")
                .path("selector"));
    var balancer = new LoadBalancer(vertx, objects, namespace, selector);
    servers.add(await(balancer.start(listenPort)));
    return balancer;
  }

  /** Sends load through a load balancer until the generator or the cluster is closed. */
  public LoadGenerator generateLoad(LoadBalancer balancer, LoadProfile profile) {
    LoadGenerator generator = LoadGenerator.start(vertx, balancer.port(), profile);
    generators.add(generator);
    return generator;
  }

  /** Measures for metrics.k8s.io now. */
  public void measureNow() {
    cluster.measureNow();
  }

  /** Moves virtual time on; see {@link Timeline#advance}. */
  public void advance(Duration by) {
    timeline.advance(by);
  }

  /** Waits until the cluster has nothing to do right now. */
  public void awaitIdle() {
    timeline.awaitIdle();
  }

  @Override
  public void close() {
    generators.forEach(LoadGenerator::close);
    timeline.close();
    cluster.stop();
    servers.forEach(s -> await(s.close()));
    await(server.stop());
    if (options.vertx == null) {
      await(vertx.close());
    }
  }
}
