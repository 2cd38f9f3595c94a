package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a whole pod takes of each resource, as the scheduler and quotas count it.
 *
 * <p>Containers run together with the sidecars. An init container runs alone, beside the sidecars
 * that come before it.
 */
final class PodAmounts {
  private final Part podLevel;
  private final Map<String, Long> overhead;
  private final Sum requests = new Sum();
  private final Sum limits = new Sum();

  /**
   * A pod without containers yet.
   *
   * @param podLevel what is said of the pod as a whole
   * @param overhead what it takes beside its containers
   */
  PodAmounts(Part podLevel, Map<String, Long> overhead) {
    this.podLevel = podLevel;
    this.overhead = overhead;
  }

  /** Requests and limits in milli-units by resource. */
  record Part(Map<String, Long> requests, Map<String, Long> limits) {
    private static Part of(@Nullable ResourceRequirements resources) {
      return resources == null
          ? new Part(Map.of(), Map.of())
          : new Part(milli(resources.getRequests()), milli(resources.getLimits()));
    }

    /** A container that only has a limit requests it. */
    private Map<String, Long> effectiveRequests() {
      if (limits.isEmpty()) {
        return requests;
      }
      Map<String, Long> effective = new HashMap<>(limits);
      effective.putAll(requests);
      return effective;
    }
  }

  /** What runs together, and the most that was needed before. */
  private static final class Sum {
    private final Map<String, Long> together = new HashMap<>();
    private final Map<String, Long> peak = new HashMap<>();

    void init(Map<String, Long> own) {
      Map<String, Long> meanwhile = new HashMap<>(together);
      PodAmounts.add(meanwhile, own);
      meanwhile.forEach((resource, milli) -> peak.merge(resource, milli, Math::max));
    }

    Map<String, Long> most() {
      Map<String, Long> most = new HashMap<>(together);
      peak.forEach((resource, milli) -> most.merge(resource, milli, Math::max));
      return most;
    }
  }

  /** Of a template, which may leave to admission what a pod always has. */
  static PodAmounts of(PodSpec spec) {
    PodAmounts amounts = new PodAmounts(Part.of(spec.getResources()), milli(spec.getOverhead()));
    for (Container init : spec.getInitContainers()) {
      amounts.addInit(Part.of(init.getResources()), "Always".equals(init.getRestartPolicy()));
    }
    spec.getContainers().forEach(c -> amounts.add(Part.of(c.getResources())));
    return amounts;
  }

  /** The next init container. */
  void addInit(Part init, boolean sidecar) {
    if (sidecar) {
      add(init);
    } else {
      requests.init(init.effectiveRequests());
      limits.init(init.limits);
    }
  }

  /** A container, after all init containers. */
  void add(Part container) {
    add(requests.together, container.effectiveRequests());
    add(limits.together, container.limits);
  }

  /** Requests in milli-units. */
  Map<String, Long> requests() {
    Map<String, Long> total = requests.most();
    podLevel.limits.forEach(total::putIfAbsent);
    total.putAll(podLevel.requests);
    add(total, overhead);
    return total;
  }

  /** Limits in milli-units. */
  Map<String, Long> limits() {
    Map<String, Long> total = limits.most();
    total.putAll(podLevel.limits);
    overhead.forEach((resource, more) -> total.computeIfPresent(resource, (r, has) -> has + more));
    return total;
  }

  private static void add(Map<String, Long> to, Map<String, Long> more) {
    more.forEach((resource, milli) -> to.merge(resource, milli, Long::sum));
  }

  /** Amounts by resource in milli-units. */
  static Map<String, Long> milli(@Nullable Map<String, Quantity> quantities) {
    if (quantities == null || quantities.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> milli = new HashMap<>();
    quantities.forEach(
        (resource, quantity) ->
            milli.put(resource, dev.flyball.core.policy.Quantity.parseMilli(quantity.toString())));
    return milli;
  }
}
