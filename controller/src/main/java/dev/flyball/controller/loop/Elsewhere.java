package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.core.decide.MetricStatus;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Policies that other replicas decide on: their text and targets are known here, and what was
 * decided is read from the status that the other has kept, when somebody wants to know. Owned by
 * the loop.
 *
 * <p>Statuses are read at most once in {@value #YOUNG_MILLIS} ms, many of them in pages.
 */
final class Elsewhere {
  static final long YOUNG_MILLIS = 5_000;

  private final StatusStore store;
  private final InstantSource clock;
  private final Map<PolicyId, KeptStatus> kept = new HashMap<>();
  private @Nullable Future<Void> reading;
  private long askedMillis;

  Elsewhere(StatusStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * Reads what others have kept of these policies, unless that was done lately. Succeeds also where
   * some cannot be read: then it is known what was read before.
   */
  Future<Void> refresh(Collection<PolicyState> policies) {
    if (reading != null) {
      return reading;
    }
    long now = clock.millis();
    if (policies.isEmpty() || Math.abs(now - askedMillis) < YOUNG_MILLIS) {
      return Future.succeededFuture();
    }
    askedMillis = now;
    Map<String, List<PolicyState>> owners = new LinkedHashMap<>();
    Set<PolicyId> wanted = new HashSet<>();
    for (PolicyState policy : policies) {
      String owner = policy.id.namespace() + "/" + policy.id.configMap();
      owners.computeIfAbsent(owner, k -> new ArrayList<>()).add(policy);
      wanted.add(policy.id);
    }
    kept.keySet().retainAll(wanted);
    Future<Void> all =
        Future.join(owners.values().stream().map(this::read).toList())
            .transform(
                read -> {
                  reading = null;
                  return Future.succeededFuture();
                });
    reading = all.isComplete() ? null : all;
    return all;
  }

  private Future<KeptStatuses> read(List<PolicyState> policies) {
    PolicyState first = policies.getFirst();
    return store
        .load(first.id.namespace(), first.id.configMap(), first.owner.uid())
        .onSuccess(statuses -> policies.forEach(policy -> take(policy, statuses)));
  }

  private void take(PolicyState policy, KeptStatuses statuses) {
    KeptStatus now = statuses.usable().get(policy.id);
    KeptStatus before = now == null ? kept.remove(policy.id) : kept.put(policy.id, now);
    policy.touched |= now == null ? before != null : !now.equals(before);
  }

  private Optional<KeptStatus> find(PolicyState policy) {
    TargetState target = policy.target;
    return Optional.ofNullable(kept.get(policy.id))
        .filter(status -> target != null && status.target().equals(target.key.text()));
  }

  /** The policy with what the other has decided, without that decision's steps. */
  PolicyReport report(PolicyState policy) {
    PolicyReportBuilder report = Reporter.undecided(policy);
    find(policy)
        .ifPresent(
            status ->
                report
                    .desiredReplicas(status.told().desiredReplicas())
                    .conditions(status.history().conditions())
                    .currentMetrics(metrics(policy.policy, status.told().metrics()))
                    .lastScaleMillis(status.lastScaleMillis())
                    .scaleChanges(status.scaleChanges())
                    .told(status.told().sentence()));
    return report.build();
  }

  private static List<MetricStatus> metrics(
      @Nullable Policy policy, List<KeptStatus.Values> values) {
    List<MetricSpec> specs = policy == null ? List.of() : policy.metrics();
    List<MetricStatus> metrics = new ArrayList<>();
    for (int i = 0; i < values.size() && values.size() == specs.size(); i++) {
      metrics.add(values.get(i).of(specs.get(i)));
    }
    return metrics;
  }
}
