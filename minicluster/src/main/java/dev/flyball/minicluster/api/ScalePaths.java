package dev.flyball.minicluster.api;

/**
 * Where the scale subresource of a kind finds its values, as JSON paths like {@code
 * .spec.replicas}.
 *
 * @param specReplicas desired replicas
 * @param statusReplicas observed replicas
 * @param selector the selector: an object (a {@code LabelSelector}) or a string, both are
 *     understood
 */
public record ScalePaths(String specReplicas, String statusReplicas, String selector) {
  /** The paths of Deployments, StatefulSets and ReplicaSets. */
  public static final ScalePaths APPS =
      new ScalePaths(".spec.replicas", ".status.replicas", ".spec.selector");
}
