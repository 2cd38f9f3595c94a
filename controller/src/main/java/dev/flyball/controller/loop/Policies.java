package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.TargetKey;
import dev.flyball.controller.config.ConfigMapText;
import dev.flyball.controller.config.PolicyChange;
import dev.flyball.controller.config.PolicyChange.Added;
import dev.flyball.controller.config.PolicyChange.Changed;
import dev.flyball.controller.config.PolicyChange.Rejected;
import dev.flyball.controller.config.PolicyChange.Removed;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.config.PolicyRegistry;
import dev.flyball.controller.config.Problem;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.policy.Policy;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The policies, by what their ConfigMaps say. Owned by the loop. */
final class Policies {
  private final PolicyRegistry registry = new PolicyRegistry();
  private final Map<PolicyId, PolicyState> states = new TreeMap<>();
  private final ClusterState cluster;
  private final Statuses statuses;
  private final Speaker speaker;
  private final Clock clock;
  private final Predicate<TargetKey> watchKind;
  private final Consumer<PolicyState> due;
  private final Consumer<PolicyState> gone;

  /**
   * No policies yet.
   *
   * @param watchKind asks for the targets of a kind to be followed; false where they cannot be
   * @param due is told of a policy that is to be evaluated
   * @param gone is told of a policy that is no more
   */
  Policies(
      ClusterState cluster,
      Statuses statuses,
      Speaker speaker,
      Clock clock,
      Predicate<TargetKey> watchKind,
      Consumer<PolicyState> due,
      Consumer<PolicyState> gone) {
    this.cluster = cluster;
    this.statuses = statuses;
    this.speaker = speaker;
    this.clock = clock;
    this.watchKind = watchKind;
    this.due = due;
    this.gone = gone;
  }

  @Nullable PolicyState find(PolicyId id) {
    return states.get(id);
  }

  Collection<PolicyState> all() {
    return states.values();
  }

  void apply(ConfigMapText configMap, String uid) {
    statuses.configMap(configMap.namespace(), configMap.name(), uid);
    registry.apply(configMap).forEach(this::apply);
    PolicyOwner owner = new PolicyOwner(uid, configMap.labels());
    for (String key : configMap.data().keySet()) {
      PolicyState state = states.get(new PolicyId(configMap.namespace(), configMap.name(), key));
      if (state != null) {
        state.createdMillis = configMap.createdMillis();
        own(state, owner);
      }
    }
  }

  private static void own(PolicyState state, PolicyOwner owner) {
    if (!owner.equals(state.owner)) {
      state.owner = owner;
      state.touched = true;
    }
  }

  void remove(String namespace, String name) {
    registry.remove(namespace, name).forEach(this::apply);
    statuses.configMapGone(namespace, name);
  }

  private void apply(PolicyChange change) {
    switch (change) {
      case Added added -> accept(state(added.id()), added.policy());
      case Changed changed -> accept(state(changed.id()), changed.policy());
      case Rejected rejected -> reject(state(rejected.id()), rejected.problems());
      case Removed removed -> remove(removed.id());
    }
  }

  private PolicyState state(PolicyId id) {
    PolicyState known = states.get(id);
    if (known != null) {
      return known;
    }
    PolicyState added = new PolicyState(id);
    states.put(id, added);
    statuses.restore(added);
    return added;
  }

  /** A policy has got its history, at the start or from the leader before. */
  void restored(PolicyState state) {
    judge(state);
    complain(state);
    due.accept(state);
  }

  private void accept(PolicyState state, Policy policy) {
    state.use(policy);
    state.problems = List.of();
    cluster.reselect(retarget(state, policy));
    judge(state);
    // There is no status to write before it has been evaluated under this text, which comes next.
    due.accept(state);
  }

  private TargetState retarget(PolicyState state, Policy policy) {
    TargetKey key = TargetKey.of(state.id.namespace(), policy.target());
    TargetState before = state.target;
    if (before != null && before.key.equals(key)) {
      return before;
    }
    if (before != null) {
      release(state, before);
    }
    TargetState target = cluster.claim(key);
    target.followed = watchKind.test(key);
    target.policies.add(state);
    state.retarget(target);
    return target;
  }

  private void release(PolicyState state, TargetState target) {
    target.policies.remove(state);
    cluster.reselect(target);
    target.policies.forEach(due);
    cluster.release(target);
  }

  private void reject(PolicyState state, List<Problem> problems) {
    state.problems = problems;
    judge(state);
    statuses.changed(state);
    complain(state);
  }

  private void complain(PolicyState state) {
    for (Problem problem : state.problems) {
      speaker.wrong(state, Reason.InvalidPolicy, problem.describe());
    }
  }

  /** Sets the condition that says whether the text is in force; none for one that always was. */
  private void judge(PolicyState state) {
    state.touched = true;
    var conditions = state.history.conditions();
    if (!state.problems.isEmpty()) {
      conditions.set(
          ConditionType.PolicyValid, false, Reason.InvalidPolicy, summary(state), clock.millis());
    } else if (conditions.reason(ConditionType.PolicyValid) != null) {
      conditions.set(ConditionType.PolicyValid, true, Reason.ValidPolicy, clock.millis());
    }
  }

  private static String summary(PolicyState state) {
    List<String> lines = state.problems.stream().map(Problem::describe).toList();
    String inForce =
        state.policy == null
            ? "; no version is in force"
            : "; the last good version stays in force";
    return String.join(" | ", lines) + inForce;
  }

  private void remove(PolicyId id) {
    PolicyState state = states.remove(id);
    if (state != null) {
      if (state.target != null) {
        release(state, state.target);
      }
      state.use(null);
      gone.accept(state);
      statuses.removed(state);
    }
  }
}
