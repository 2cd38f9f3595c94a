package dev.flyball.controller.cluster;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What decides where a pod fits, as its template or the pod itself says it. Pods of one template
 * share one instance. Immutable.
 *
 * @param placement the nodes that its selector and affinity let it run on
 * @param tolerations the taints that it bears
 * @param distances the pods that it must keep away from
 * @param requests what the scheduler sets aside for it, in milli-units by resource: the sum of its
 *     containers and sidecars or the most that one of its init containers needs, with overhead
 * @param limits its limits, likewise
 * @param priorityClass the name of its priority class; empty where it names none
 * @param hasDeadline whether it has an {@code activeDeadlineSeconds}, for quotas that ask
 */
public record PodShape(
    Placement placement,
    List<Toleration> tolerations,
    List<Distance> distances,
    Map<String, Long> requests,
    Map<String, Long> limits,
    String priorityClass,
    boolean hasDeadline) {
  public PodShape {
    tolerations = List.copyOf(tolerations);
    distances = List.copyOf(distances);
    requests = Map.copyOf(requests);
    limits = Map.copyOf(limits);
  }

  /** Whether it bears this taint. */
  public boolean bears(Taint taint) {
    return tolerations.stream().anyMatch(toleration -> toleration.bears(taint));
  }

  /** Whether it asks for no CPU and no memory at all. */
  public boolean isBestEffort() {
    return none(requests) && none(limits);
  }

  private static boolean none(Map<String, Long> amounts) {
    return amounts.getOrDefault("cpu", 0L) == 0 && amounts.getOrDefault("memory", 0L) == 0;
  }

  /**
   * The same with what admission adds, read off a pod that went through it: defaults of a
   * LimitRange, overhead of a RuntimeClass, sidecars. Of each amount the larger one counts, so that
   * right after a change of the template the room is rather taken for too small.
   */
  public PodShape completedBy(PodShape pod) {
    return new PodShape(
        placement,
        tolerations,
        distances,
        larger(requests, pod.requests),
        larger(limits, pod.limits),
        priorityClass.isEmpty() ? pod.priorityClass : priorityClass,
        hasDeadline);
  }

  private static Map<String, Long> larger(Map<String, Long> one, Map<String, Long> other) {
    if (one.equals(other)) {
      return one;
    }
    Map<String, Long> both = new HashMap<>(one);
    other.forEach((resource, milli) -> both.merge(resource, milli, Math::max));
    return both;
  }
}
