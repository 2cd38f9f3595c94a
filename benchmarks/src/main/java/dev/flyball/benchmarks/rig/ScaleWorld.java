package dev.flyball.benchmarks.rig;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.api.RequestLog;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.NodeSpec;
import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A cluster with as many targets and policies as are asked for, all under the same load. */
final class ScaleWorld implements AutoCloseable {
  private static final int NODES = 10;
  private static final int CPU_REQUEST = 500;
  private static final double CPU_TARGET = 0.7;
  private static final long MEMORY = 96L << 20;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ScaleOptions options;
  private final int policies;
  private final Minicluster cluster;
  private final ScaleWrites writes = new ScaleWrites();

  ScaleWorld(ScaleOptions options, int policies) {
    this.options = options;
    this.policies = policies;
    // Nodes never fill up, and pods come up as slowly as in a real cluster.
    NodeSpec node =
        NodeSpec.arm64("node")
            .size(1_000_000_000L, 1L << 50, 4 * policies * options.podsPerPolicy());
    this.cluster =
        Minicluster.builder()
            .nodes(node.times(NODES))
            .podStartupDelay(Duration.ofSeconds(2))
            .watchWindow(Math.max(20_000, 4 * policies * options.podsPerPolicy()))
            .build();
  }

  /** Brings the cluster up with all pods ready. */
  void build(Progress progress) {
    cluster.start();
    cluster.server().guard(writes);
    cluster.apply(settings());
    load(1);
    for (int i = 0; i < policies; i++) {
      cluster.apply(deployment(i));
      cluster.apply(policy(i));
      progress.tell("builds the cluster", i + 1 + " of " + policies + " targets");
    }
    int pods = policies * options.podsPerPolicy();
    boolean ready =
        Waiting.until(
            PATIENCE,
            Duration.ofMillis(500),
            () -> {
              long now = readyPods();
              progress.tell("waits for pods", now + " of " + pods + " are ready");
              return now == pods;
            });
    if (!ready) {
      throw new RigException("not all pods were ready within " + PATIENCE.toMinutes() + " min");
    }
    cluster.measureNow();
    WarmUp.of(cluster.url(), namespace(0));
  }

  private long readyPods() {
    return cluster.objects().store().list(ResourceCatalog.PODS, "").stream()
        .filter(pod -> pod.pod().ready())
        .count();
  }

  /** The load of every target from now on, and metrics.k8s.io shows it from now on. */
  private void load(double factor) {
    double cpu = CPU_REQUEST * CPU_TARGET * options.podsPerPolicy() * factor;
    LoadModel model = LoadModel.shared(cpu, MEMORY, 0);
    cluster.cluster().synthetic().defaultLoad(model);
  }

  /** Raises the load of all targets at once, and follows the writes that it leads to. */
  ScaleWrites step() {
    load(options.step());
    cluster.measureNow();
    writes.begin();
    return writes;
  }

  Map<String, RequestLog.Count> requests() {
    return cluster.requests().counts();
  }

  /** Status ConfigMaps that the controller has written so far. */
  int statuses() {
    return cluster.objects().store().count(cluster.objects().catalog().ofKind("v1", "ConfigMap"))
        - policies
        - 1;
  }

  String kubeconfig() {
    return cluster.kubeconfig();
  }

  private ObjectNode settings() {
    String text = "syncPeriod: " + options.period().toMillis() + "ms\n";
    return configMap("flyball-system", "flyball-settings", "settings", "settings.yaml", text);
  }

  private ObjectNode policy(int number) {
    String name = name(number);
    String text =
        """
        scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: %s}
        minReplicas: 1
        maxReplicas: 10000
        metrics:
        - type: Resource
          resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}
        - type: Resource
          resource: {name: memory, target: {type: Utilization, averageUtilization: 80}}
        """
            .formatted(name);
    return configMap(namespace(number), name, "policy", name, text);
  }

  private static ObjectNode configMap(
      String namespace, String name, String type, String key, String text) {
    ObjectNode map = Json.object().put("apiVersion", "v1").put("kind", "ConfigMap");
    ObjectNode metadata = map.putObject("metadata").put("name", name).put("namespace", namespace);
    metadata.putObject("labels").put("flyball.dev/type", type);
    map.putObject("data").put(key, text);
    return map;
  }

  private ObjectNode deployment(int number) {
    String name = name(number);
    ObjectNode object = Json.object().put("apiVersion", "apps/v1").put("kind", "Deployment");
    object.putObject("metadata").put("name", name).put("namespace", namespace(number));
    ObjectNode spec = object.putObject("spec").put("replicas", options.podsPerPolicy());
    spec.putObject("selector").putObject("matchLabels").put("app", name);
    ObjectNode template = spec.putObject("template");
    template.putObject("metadata").putObject("labels").put("app", name);
    ObjectNode container =
        template
            .putObject("spec")
            .putArray("containers")
            .addObject()
            .put("name", "server")
            .put("image", name + ":1");
    container
        .putObject("resources")
        .putObject("requests")
        .put("cpu", CPU_REQUEST + "m")
        .put("memory", "256Mi");
    return object;
  }

  private static String name(int number) {
    return "app-%05d".formatted(number);
  }

  private String namespace(int number) {
    return "team-%04d".formatted(number % namespaces());
  }

  int namespaces() {
    return Math.min(options.namespaces(), policies);
  }

  @Override
  public void close() {
    cluster.close();
  }
}
