package dev.flyball.benchmarks.rig;

import dev.flyball.minicluster.real.KeyForm;
import dev.flyball.minicluster.real.RealControlPlane;
import dev.flyball.minicluster.real.RealPrograms;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A real API server with the real controllers of Deployments and ReplicaSets; the kubelets and the
 * pods are played.
 */
final class RealReactionWorld implements ReactionWorld {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofMillis(100);

  private final ReactionOptions options;
  private final Path folder;
  private final int port = RealControlPlane.freePort();
  private final Map<String, ReactionTarget> targets = new ConcurrentHashMap<>();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final RealControlPlane plane;
  private final KubernetesClient client;
  private final RealKubelet kubelet;

  /**
   * Starts the programs.
   *
   * @throws RigException where this machine does not have them
   */
  RealReactionWorld(ReactionOptions options, RunFolder run) {
    this.options = options;
    this.folder = run.resolve("control-plane");
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.plane =
        RealControlPlane.start(folder)
            .orElseThrow(() -> missing("kube-apiserver and etcd were not found"));
    open.push(plane);
    this.client = plane.client();
    open.push(client);
    run.endsWith(plane::close);
    this.kubelet = new RealKubelet(client, NAMESPACE, port);
    open.push(kubelet);
  }

  private static RigException missing(String what) {
    return new RigException(
        what + ": name a folder that has them in " + RealPrograms.ASSETS + ", or leave --real out");
  }

  @Override
  public void start() {
    if (!plane.startControllerManager("deployment-controller", "replicaset-controller")) {
      throw missing("kube-controller-manager was not found");
    }
    create("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + NAMESPACE + "}");
    create("apiVersion: v1\nkind: Namespace\nmetadata: {name: flyball-system}");
    create(
        "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: default, namespace: "
            + NAMESPACE
            + "}");
    create(ReactionWorld.settings(options));
    SharedIndexInformer<Deployment> deployments =
        client.apps().deployments().inNamespace(NAMESPACE).inform(new Writes());
    open.push(deployments);
  }

  private void create(String object) {
    client.resource(object).create();
  }

  /** Sees writes of the scale as a watch shows them. */
  private final class Writes implements ResourceEventHandler<Deployment> {
    @Override
    public void onAdd(Deployment deployment) {}

    @Override
    public void onUpdate(Deployment before, Deployment deployment) {
      ReactionTarget target = targets.get(deployment.getMetadata().getName());
      if (target != null) {
        target.written(deployment.getSpec().getReplicas());
      }
    }

    @Override
    public void onDelete(Deployment deployment, boolean unknown) {}
  }

  @Override
  public String kubeconfig() {
    return plane.kubeconfig("O=system:masters,CN=flyball", KeyForm.EC_PKCS8);
  }

  @Override
  public ReactionTarget add(int number) {
    String name = "app-%03d".formatted(number);
    ReactionTarget target = new ReactionTarget(name, kubelet.requests(name)::rate);
    targets.put(name, target);
    create(ReactionWorld.deployment(name, port));
    create(ReactionWorld.policy(name, options));
    return target;
  }

  @Override
  public void awaitReady(ReactionTarget target) {
    if (!Waiting.until(PATIENCE, TICK, () -> kubelet.ready(target.name()) == FROM)) {
      throw new RigException("the pods of " + target.name() + " were not ready in time");
    }
  }

  /** The collector of garbage does not run: what belongs to the Deployment goes by its label. */
  @Override
  public void remove(ReactionTarget target) {
    targets.remove(target.name());
    client.configMaps().inNamespace(NAMESPACE).withName(target.name()).delete();
    client.apps().deployments().inNamespace(NAMESPACE).withName(target.name()).delete();
    client.apps().replicaSets().inNamespace(NAMESPACE).withLabel("app", target.name()).delete();
    client
        .pods()
        .inNamespace(NAMESPACE)
        .withLabel("app", target.name())
        .withGracePeriod(0)
        .delete();
  }

  @Override
  public void close() {
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new RigException("cannot end " + each + ": " + e);
      }
    }
    open.clear();
  }
}
