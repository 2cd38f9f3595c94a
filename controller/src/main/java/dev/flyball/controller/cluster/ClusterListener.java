package dev.flyball.controller.cluster;

import dev.flyball.controller.config.ConfigMapText;

/** Is told what changes in the cluster. All calls come on the loop's context, in order. */
public interface ClusterListener {
  /**
   * A ConfigMap with the label of policies is there or has changed.
   *
   * @param uid its uid, by which its status is owned
   */
  void policies(ConfigMapText configMap, String uid);

  /** A ConfigMap of policies is gone. */
  void policiesGone(String namespace, String name);

  /** The ConfigMap of the settings is there or has changed. */
  void settings(ConfigMapText configMap);

  /** The ConfigMap of the settings is gone. */
  void settingsGone();

  /** All pods are about to be told anew, up to {@link #podsListed}. */
  void podsListing();

  /** All pods have been told; those that have not are gone. */
  void podsListed();

  /** A pod is there or has changed. */
  void pod(PodInfo pod);

  /** A pod is gone. */
  void podGone(String namespace, String name);

  /** A scale target is there or has changed. */
  void target(TargetInfo target);

  /** A scale target is gone. */
  void targetGone(TargetKey key);

  /** A node is there or has changed. */
  void node(NodeInfo node);

  /** A node is gone. */
  void nodeGone(String name);

  /** A native HPA is there or has changed. */
  void hpa(HpaInfo hpa);

  /** A native HPA is gone. */
  void hpaGone(String namespace, String name);

  /** A ResourceQuota is there or has changed. Told once somebody has asked for quotas. */
  void quota(QuotaInfo quota);

  /** A ResourceQuota is gone. */
  void quotaGone(String namespace, String name);

  /** Everything that was there at the start has been told. */
  void synced();
}
