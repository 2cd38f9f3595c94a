package dev.flyball.controller.cluster;

import dev.flyball.core.policy.Quantity;
import java.util.HashMap;
import java.util.Map;

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

  /**
   * Amounts by resource in milli-units.
   *
   * @throws IllegalArgumentException where one of them is no quantity
   */
  static Map<String, Long> milli(Map<String, String> quantities) {
    if (quantities.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> milli = HashMap.newHashMap(quantities.size());
    quantities.forEach((resource, text) -> milli.put(resource, Quantity.parseMilli(text)));
    return milli;
  }
}
