package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.ClusterListener;
import dev.flyball.controller.cluster.HpaInfo;
import dev.flyball.controller.cluster.NodeInfo;
import dev.flyball.controller.cluster.PodInfo;
import dev.flyball.controller.cluster.QuotaInfo;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.core.policy.Policy;
import java.util.function.Consumer;

/** Puts what the cluster tells into the state of the loop. Owned by the loop. */
final class ClusterIntake implements ClusterListener {
  private final ClusterState cluster;
  private final Policies policies;
  private final Scraping scraping;
  private final Consumer<PolicyState> replicasChanged;
  private final Consequences loop;

  /** What follows for the loop. */
  interface Consequences {
    /** A policy has to be evaluated now. */
    void due(PolicyState policy);

    /** A native HPA of the policy's target has changed. */
    void hpa(PolicyState policy, HpaInfo hpa);

    /** There are settings. */
    void settings(ConfigMapText configMap);

    /** There are no settings any more. */
    void settingsGone();

    /** Everything that was there at the start has been told. */
    void synced();
  }

  /**
   * Tells what follows.
   *
   * @param replicasChanged is told of each policy whose target has other replicas than before
   */
  ClusterIntake(
      ClusterState cluster,
      Policies policies,
      Scraping scraping,
      Consumer<PolicyState> replicasChanged,
      Consequences loop) {
    this.cluster = cluster;
    this.policies = policies;
    this.scraping = scraping;
    this.replicasChanged = replicasChanged;
    this.loop = loop;
  }

  @Override
  public void policies(ConfigMapText configMap, String uid) {
    policies.apply(configMap, uid);
  }

  @Override
  public void policiesGone(String namespace, String name) {
    policies.remove(namespace, name);
  }

  @Override
  public void settings(ConfigMapText configMap) {
    loop.settings(configMap);
  }

  @Override
  public void settingsGone() {
    loop.settingsGone();
  }

  @Override
  public void podsListing() {
    cluster.podsListing();
  }

  @Override
  public void podsListed() {
    cluster.unlistedPods().forEach(pod -> podGone(pod.namespace(), pod.name()));
  }

  @Override
  public void pod(PodInfo pod) {
    cluster.putPod(pod);
    scraping.put(pod);
  }

  @Override
  public void podGone(String namespace, String name) {
    cluster.removePod(namespace, name);
    scraping.remove(namespace, name);
  }

  @Override
  public void target(TargetInfo info) {
    TargetState known = cluster.target(info.key());
    TargetInfo before = known == null ? null : known.info();
    TargetState target = cluster.updateTarget(info);
    if (target != null) {
      target.followed = true;
      TargetInfo after = target.info();
      if (before != null && after != null && before.specReplicas() != after.specReplicas()) {
        target.policies.forEach(replicasChanged);
      }
      outOfBounds(target, info);
    }
  }

  /** A size outside the bounds is put right at once, without waiting for the next period. */
  private void outOfBounds(TargetState target, TargetInfo info) {
    for (PolicyState state : target.policies) {
      Policy policy = state.policy;
      if (policy != null
          && info.specReplicas() != 0
          && (info.specReplicas() < policy.minReplicas()
              || info.specReplicas() > policy.maxReplicas())) {
        loop.due(state);
      }
    }
  }

  @Override
  public void targetGone(TargetKey key) {
    TargetState target = cluster.removeTarget(key);
    if (target != null) {
      target.policies.forEach(loop::due);
    }
  }

  @Override
  public void node(NodeInfo node) {
    cluster.putNode(node);
  }

  @Override
  public void nodeGone(String name) {
    cluster.removeNode(name);
  }

  @Override
  public void hpa(HpaInfo hpa) {
    boolean known =
        cluster.hpasOf(hpa.target()).stream().anyMatch(other -> other.name().equals(hpa.name()));
    if (!known) {
      cluster.putHpa(hpa);
    }
    // A comparison that begins only now begins with what the HPA said before.
    TargetState target = cluster.target(hpa.target());
    if (target != null) {
      target.policies.forEach(policy -> loop.hpa(policy, hpa));
    }
    cluster.putHpa(hpa);
  }

  @Override
  public void hpaGone(String namespace, String name) {
    cluster.removeHpa(namespace, name);
  }

  @Override
  public void quota(QuotaInfo quota) {
    cluster.quotas().put(quota);
  }

  @Override
  public void quotaGone(String namespace, String name) {
    cluster.quotas().remove(namespace, name);
  }

  @Override
  public void synced() {
    loop.synced();
  }
}
