package dev.flyball.benchmarks.rig;

import dev.flyball.minicluster.Minicluster;
import dev.flyball.minicluster.api.Change;
import dev.flyball.minicluster.api.ObjectApi;
import dev.flyball.minicluster.api.ResourceCatalog;
import dev.flyball.minicluster.api.StoredObject;
import dev.flyball.minicluster.cluster.LoadModel;
import dev.flyball.minicluster.cluster.NodeSpec;
import dev.flyball.minicluster.real.RealControlPlane;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A minicluster. */
final class MiniclusterReactionWorld implements ReactionWorld {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final ReactionOptions options;
  private final int port = RealControlPlane.freePort();
  private final Minicluster cluster;
  private final Map<String, ReactionTarget> targets = new ConcurrentHashMap<>();

  MiniclusterReactionWorld(ReactionOptions options) {
    this.options = options;
    this.cluster =
        Minicluster.builder()
            .nodes(NodeSpec.arm64("node").size(1_000_000, 1L << 46, 10_000).times(3))
            .podStartupDelay(Duration.ofSeconds(3))
            .readinessDelay(Duration.ofSeconds(2))
            .syntheticMetricsPort(port)
            .build();
  }

  @Override
  public void start() {
    cluster.start();
    cluster.objects().store().addListener(this::changed);
    cluster.apply(ReactionWorld.settings(options));
  }

  @Override
  public String kubeconfig() {
    return cluster.kubeconfig();
  }

  @Override
  public ReactionTarget add(int number) {
    String name = "app-%03d".formatted(number);
    ReactionTarget target =
        new ReactionTarget(
            name, rate -> cluster.load(NAMESPACE, name, LoadModel.shared(0, 32 << 20, rate)));
    targets.put(name, target);
    cluster.apply(ReactionWorld.deployment(name, port));
    cluster.apply(ReactionWorld.policy(name, options));
    return target;
  }

  @Override
  public void awaitReady(ReactionTarget target) {
    if (!Waiting.until(PATIENCE, Duration.ofMillis(50), () -> readyPods(target) == FROM)) {
      throw new RigException("the pods of " + target.name() + " were not ready in time");
    }
  }

  private long readyPods(ReactionTarget target) {
    return cluster.pods(NAMESPACE).stream()
        .filter(pod -> pod.pod().ready() && target.name().equals(pod.labels().get("app")))
        .count();
  }

  @Override
  public void remove(ReactionTarget target) {
    targets.remove(target.name());
    ObjectApi objects = cluster.objects();
    objects.delete(
        objects.catalog().ofKind("v1", "ConfigMap"),
        NAMESPACE,
        target.name(),
        ObjectApi.Deletion.DEFAULT);
    objects.delete(
        ResourceCatalog.DEPLOYMENTS, NAMESPACE, target.name(), ObjectApi.Deletion.DEFAULT);
  }

  /** Under the store's lock: few objects, and only what a write of the scale changes. */
  private void changed(Change change) {
    StoredObject object = change.object();
    if (object.type().equals(ResourceCatalog.DEPLOYMENTS)) {
      ReactionTarget target = targets.get(object.name());
      if (target != null) {
        target.written(object.tree().path("spec").path("replicas").asInt());
      }
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
