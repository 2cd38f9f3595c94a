package dev.flyball.controller.cluster;

import dev.flyball.core.policy.ScaleTargetRef;

/**
 * Identity of a scale target. The version of its API plays no part: {@code apps/v1} and {@code
 * apps/v1beta2} name the same Deployment.
 *
 * @param namespace its namespace
 * @param group API group, empty for the core group
 * @param kind its kind
 * @param name its name
 */
public record TargetKey(String namespace, String group, String kind, String name) {
  /** The target that a policy of this namespace refers to. */
  public static TargetKey of(String namespace, ScaleTargetRef ref) {
    int slash = ref.apiVersion().indexOf('/');
    String group = slash < 0 ? "" : ref.apiVersion().substring(0, slash);
    return new TargetKey(namespace, group, ref.kind(), ref.name());
  }

  /** Whether a workload is this target. */
  public boolean isOf(Workload workload) {
    int slash = workload.apiVersion().indexOf('/');
    String ofGroup = slash < 0 ? "" : workload.apiVersion().substring(0, slash);
    return ofGroup.equals(group) && workload.kind().equals(kind) && workload.name().equals(name);
  }

  /** What tells it from the other targets of its namespace: {@code apps/Deployment/name}. */
  public String text() {
    return group + "/" + kind + "/" + name;
  }

  /** The form that the HPA's messages use: {@code Deployment/namespace/name}. */
  @Override
  public String toString() {
    return kind + "/" + namespace + "/" + name;
  }
}
