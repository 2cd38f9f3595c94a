package dev.flyball.controller.cluster;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a whole pod asks for of each resource, as the scheduler and quotas count it. */
final class PodAmounts {
  private PodAmounts() {}

  /** Requests in milli-units; a container that only has a limit requests it. */
  static Map<String, Long> requests(PodSpec spec) {
    Map<String, Long> total = containers(spec, false);
    Map<String, Long> podLimits = limits(spec.getResources());
    podLimits.forEach(total::putIfAbsent);
    total.putAll(stated(spec.getResources()));
    add(total, milli(spec.getOverhead()));
    return total;
  }

  /** Limits in milli-units. */
  static Map<String, Long> limits(PodSpec spec) {
    Map<String, Long> total = containers(spec, true);
    total.putAll(limits(spec.getResources()));
    milli(spec.getOverhead())
        .forEach((resource, more) -> total.computeIfPresent(resource, (r, has) -> has + more));
    return total;
  }

  /**
   * Containers run together with the sidecars. An init container runs alone, beside the sidecars
   * that come before it.
   */
  private static Map<String, Long> containers(PodSpec spec, boolean limits) {
    Map<String, Long> together = new HashMap<>();
    Map<String, Long> peak = new HashMap<>();
    for (Container init : spec.getInitContainers()) {
      Map<String, Long> own = of(init, limits);
      if ("Always".equals(init.getRestartPolicy())) {
        add(together, own);
      } else {
        Map<String, Long> meanwhile = new HashMap<>(together);
        add(meanwhile, own);
        meanwhile.forEach((resource, milli) -> peak.merge(resource, milli, Math::max));
      }
    }
    for (Container container : spec.getContainers()) {
      add(together, of(container, limits));
    }
    peak.forEach((resource, milli) -> together.merge(resource, milli, Math::max));
    return together;
  }

  private static Map<String, Long> of(Container container, boolean limits) {
    return limits ? limits(container.getResources()) : requests(container.getResources());
  }

  private static Map<String, Long> requests(@Nullable ResourceRequirements resources) {
    Map<String, Long> requests = new HashMap<>(limits(resources));
    requests.putAll(stated(resources));
    return requests;
  }

  private static Map<String, Long> stated(@Nullable ResourceRequirements resources) {
    return resources == null ? Map.of() : milli(resources.getRequests());
  }

  private static Map<String, Long> limits(@Nullable ResourceRequirements resources) {
    return resources == null ? Map.of() : milli(resources.getLimits());
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
