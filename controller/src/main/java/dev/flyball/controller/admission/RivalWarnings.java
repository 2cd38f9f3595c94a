package dev.flyball.controller.admission;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DriverSource;
import dev.flyball.controller.loop.Drivers;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Warns of a target that something else scales already: the controller would leave it alone.
 *
 * <p>No reason to refuse. Who moves from an HPA to a policy has both for a moment.
 */
final class RivalWarnings {
  /** The loop answers at once; an answer that is late is done without. */
  private static final long PATIENCE_MILLIS = 500;

  private final DriverSource drivers;

  RivalWarnings(DriverSource drivers) {
    this.drivers = drivers;
  }

  /** The warnings for these policies; never fails. */
  Future<List<String>> of(Map<PolicyId, Policy> policies) {
    Map<PolicyId, TargetKey> active = new TreeMap<>();
    policies.forEach(
        (id, policy) -> {
          if (policy.options().mode() == Mode.Active) {
            active.put(id, TargetKey.of(id.namespace(), policy.target()));
          }
        });
    List<TargetKey> targets = active.values().stream().distinct().toList();
    List<Future<Drivers>> asked = targets.stream().map(this::ask).toList();
    return Future.join(asked)
        .map(
            all -> {
              List<String> warnings = new ArrayList<>();
              for (int i = 0; i < targets.size(); i++) {
                warn(targets.get(i), active, asked.get(i).result(), warnings);
              }
              return warnings;
            });
  }

  private Future<Drivers> ask(TargetKey target) {
    return drivers
        .driversOf(target)
        .timeout(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
        .otherwise(Drivers.NONE);
  }

  private static void warn(
      TargetKey target, Map<PolicyId, TargetKey> active, Drivers known, List<String> warnings) {
    List<PolicyId> own =
        active.entrySet().stream()
            .filter(entry -> entry.getValue().equals(target))
            .map(Map.Entry::getKey)
            .toList();
    List<String> all = new ArrayList<>(own.stream().map(id -> "policy " + id).toList());
    // What is in force of the same ConfigMap is about to be replaced by what is judged here.
    known.policies().stream()
        .filter(id -> !isOf(id, own.getFirst()))
        .forEach(id -> all.add("policy " + id));
    known.hpas().forEach(hpa -> all.add("HorizontalPodAutoscaler " + hpa));
    if (all.size() > 1) {
      warnings.add(
          target
              + " is scaled by "
              + String.join(" and by ", all)
              + "; it is left alone until only one of them is left");
    }
  }

  private static boolean isOf(PolicyId id, PolicyId other) {
    return id.namespace().equals(other.namespace()) && id.configMap().equals(other.configMap());
  }
}
