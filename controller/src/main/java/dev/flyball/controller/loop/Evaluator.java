package dev.flyball.controller.loop;

import dev.flyball.controller.cluster.NotLeadingException;
import dev.flyball.controller.cluster.ScaleAccess;
import dev.flyball.controller.cluster.ScaleException;
import dev.flyball.controller.cluster.TargetInfo;
import dev.flyball.controller.loop.Eligibility.Obstacle;
import dev.flyball.core.decide.Autoscaler;
import dev.flyball.core.decide.Condition;
import dev.flyball.core.decide.ConditionType;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.decide.DecisionEvent;
import dev.flyball.core.decide.Explanation;
import dev.flyball.core.decide.Outcome;
import dev.flyball.core.decide.Reason;
import dev.flyball.core.observe.Ceiling;
import dev.flyball.core.observe.Observation;
import dev.flyball.core.policy.AutoscalerSettings;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.PolicyOptions.Mode;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Decides on one policy and carries the decision out. Owned by the loop. */
final class Evaluator {
  private static final int MAX_CONFLICTS = 10;

  private final ClusterState cluster;
  private final Eligibility eligibility;
  private final Rooms rooms;
  private final Readings readings;
  private final ScaleAccess scales;
  private final Speaker speaker;
  private final Authority authority;
  private final LoopMetrics metrics;
  private final Clock clock;

  /** Scale changes that are under way. */
  private final Set<Future<TargetInfo>> writes = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Namespaces that are being handed over. */
  private final List<Predicate<String>> leaving = new ArrayList<>();

  private final Chronicle chronicle;

  /** Is told of each policy whose state has changed and may have to be kept. */
  private final Consumer<PolicyState> changed;

  /** Is asked to evaluate a policy once more at once. */
  private final Consumer<PolicyState> again;

  Evaluator(
      ClusterState cluster,
      Readings readings,
      LoopPorts ports,
      Chronicle chronicle,
      Consumer<PolicyState> changed,
      Consumer<PolicyState> again) {
    this.cluster = cluster;
    this.eligibility = new Eligibility(cluster);
    this.rooms = new Rooms(cluster);
    this.readings = readings;
    this.scales = ports.scales();
    this.authority = new Authority(ports.leadership());
    this.speaker = new Speaker(ports.events(), authority);
    this.metrics = ports.metrics();
    this.clock = ports.clock();
    this.chronicle = chronicle;
    this.changed = changed;
    this.again = again;
  }

  Speaker speaker() {
    return speaker;
  }

  /** Whether a policy is decided on, if only to be ready; others have it where it is not. */
  boolean follows(PolicyState state) {
    return authority.follows(state)
        && leaving.stream().noneMatch(namespaces -> namespaces.test(state.id.namespace()));
  }

  /** Counts what others do; what is written here shows in the answer, or while it is awaited. */
  void replicasChanged(PolicyState state) {
    if (state.isActive() && !state.busy && authority.over(state)) {
      state.foreignChanges++;
    }
  }

  /** Those that are decided on: of the others nothing is known here. */
  List<PolicyState> followed(Collection<PolicyState> policies) {
    return policies.stream().filter(this::follows).toList();
  }

  /** Decides no more on the policies of some namespaces, until {@link #left}. */
  void leave(Predicate<String> namespaces) {
    leaving.add(namespaces);
  }

  /** Ends what {@link #leave} has begun. */
  void left(Predicate<String> namespaces) {
    leaving.remove(namespaces);
  }

  /** Completes when no scale change is under way any more. */
  Future<Void> written() {
    return Future.join(List.copyOf(writes)).mapEmpty();
  }

  /** Evaluates a policy whose target is watched. */
  void evaluate(PolicyState state, Autoscaler autoscaler, Collection<String> architectures) {
    Policy policy = state.policy;
    TargetState target = state.target;
    if (policy == null || target == null || rests(state)) {
      return;
    }
    long now = clock.millis();
    if (Rooms.asks(policy) && cluster.quotas().awaited(now)) {
      // It is due again once the quotas are there.
      return;
    }
    Obstacle obstacle = eligibility.obstacle(state, policy, target, architectures);
    if (obstacle != null) {
      hinder(state, obstacle, now);
      return;
    }
    TargetInfo info = target.info();
    if (info != null) {
      decide(state, policy, target, info, autoscaler);
    }
  }

  /** Asks for the scale of a target that is not watched, then evaluates. */
  void evaluateUnfollowed(
      PolicyState state, Autoscaler autoscaler, Collection<String> architectures) {
    Policy policy = state.policy;
    TargetState target = state.target;
    if (policy == null || target == null || rests(state)) {
      return;
    }
    state.busy = true;
    scales
        .read(state.id.namespace(), policy.target())
        .onComplete(
            read -> {
              state.busy = false;
              if (read.succeeded()) {
                // A watch that has begun meanwhile knows more.
                if (!target.followed) {
                  cluster.updateTarget(read.result());
                }
                evaluate(state, autoscaler, architectures);
              } else {
                hinder(state, unreadable(read.cause()), clock.millis());
              }
            });
  }

  private boolean rests(PolicyState state) {
    return state.busy || state.restoring || !follows(state);
  }

  private static Obstacle unreadable(Throwable cause) {
    return new Obstacle(
        ConditionType.AbleToScale,
        Reason.FailedGetScale,
        "the HPA controller was unable to get the target's current scale: " + cause.getMessage(),
        true);
  }

  private void hinder(PolicyState state, Obstacle obstacle, long now) {
    state
        .history
        .conditions()
        .set(obstacle.condition(), false, obstacle.reason(), obstacle.message(), now);
    state.touched = true;
    if (obstacle.warning()) {
      speaker.wrong(state, obstacle.reason(), obstacle.message());
    }
    changed.accept(state);
  }

  private void decide(
      PolicyState state,
      Policy policy,
      TargetState target,
      TargetInfo info,
      Autoscaler autoscaler) {
    long began = System.nanoTime();
    long now = clock.millis();
    boolean leads = authority.over(state);
    if (leads) {
      countUnkept(state, policy, info, now);
    }
    if (state.decidingSinceMillis == 0) {
      state.decidingSinceMillis = now;
    }
    NamespaceState namespace = cluster.namespace(state.id.namespace());
    Observation observation =
        new Observation(
            state.id.namespace(),
            info.specReplicas(),
            info.statusReplicas(),
            target.columns,
            readings.take(state, policy, target, namespace, now),
            room(state, policy, target, info));
    Reason limitedBefore = state.history.conditions().reason(ConditionType.ScalingLimited);
    Decision decision = autoscaler.decide(policy, observation, state.history, now);
    metrics.decided(
        decision.outcome(),
        decision.desiredReplicas() - decision.currentReplicas(),
        System.nanoTime() - began,
        Math.max(0, now - state.wantedMillis));
    state.evaluatedMillis = now;
    chronicle.decided(state, decision, autoscaler.settings());
    tellOfRoom(state, limitedBefore);
    if (decision.failedMetrics() > 0) {
      for (DecisionEvent event : decision.events()) {
        speaker.wrong(state, event.reason(), event.message());
      }
    } else if (decision.outcome() != Outcome.Disabled) {
      speaker.fine(state);
    }
    // A standby decides too, so that its histories are warm, and leaves it at that.
    if (leads && decision.rescale() && policy.options().mode() == Mode.Active) {
      write(state, policy, target, info, new Decided(decision, autoscaler.settings()));
    }
    changed.accept(state);
  }

  /** For how many replicas there is room; null where the policy does not ask, or nobody knows. */
  private @Nullable Ceiling room(
      PolicyState state, Policy policy, TargetState target, TargetInfo info) {
    if (!Rooms.asks(policy)) {
      return null;
    }
    Rooms.Found found = rooms.of(target, info);
    if (!found.unknown().isEmpty()) {
      speaker.roomUnknown(state, found.unknown());
    }
    return found.ceiling();
  }

  /** Tells of too little room when it comes to that, not each time it is found again. */
  private void tellOfRoom(PolicyState state, @Nullable Reason before) {
    Condition limited = state.history.conditions().get(ConditionType.ScalingLimited);
    if (limited == null || limited.reason() == before) {
      return;
    }
    if (limited.reason() == Reason.InsufficientCapacity
        || limited.reason() == Reason.QuotaExceeded) {
      speaker.tooLittleRoom(state, limited.reason(), limited.message());
    }
  }

  /**
   * A size that differs from what was kept as decided was written by the leader before, in the
   * moment between the change and its status. It counts against the rate policies from now on. That
   * a person has changed it meanwhile cannot be told from that, and then costs a wait of one period
   * at most.
   */
  private static void countUnkept(
      PolicyState state, Policy policy, TargetInfo info, long nowMillis) {
    int kept = state.keptReplicas;
    state.keptReplicas = 0;
    int is = info.specReplicas();
    if (kept > 0 && is > 0 && kept != is && policy.options().mode() == Mode.Active) {
      Autoscaler.rescaled(policy, state.history, kept, is, nowMillis);
    }
  }

  /** A decision and the settings that it was made under. */
  private record Decided(Decision decision, AutoscalerSettings settings) {}

  private void write(
      PolicyState state, Policy policy, TargetState target, TargetInfo info, Decided decided) {
    Decision decision = decided.decision();
    int from = decision.currentReplicas();
    int to = decision.desiredReplicas();
    String size = "New size: " + to + "; reason: " + decision.rescaleReason();
    Explanation explanation = decision.explanation();
    String sentence = explanation.sentence(clock.getZone());
    state.busy = true;
    Future<TargetInfo> write =
        scales.write(state.id.namespace(), policy.target(), info.resourceVersion(), to);
    writes.add(write);
    write.onComplete(
        written -> {
          state.busy = false;
          writes.remove(write);
          if (written.succeeded()) {
            long now = clock.millis();
            state.conflicts = 0;
            state.lastScaleMillis = now;
            state.lastScale = explanation;
            chronicle.scaled(
                state,
                decision,
                decided.settings(),
                new ScaleChange(explanation.atMillis(), from, to, sentence));
            target.written(written.result());
            Autoscaler.rescaled(policy, state.history, from, to, now);
            metrics.scaleWritten("ok");
            speaker.happened(state, Reason.SuccessfulRescale, size, sentence);
            changed.accept(state);
          } else {
            refused(state, policy, written.cause(), size);
          }
        });
  }

  private void refused(PolicyState state, Policy policy, Throwable cause, String size) {
    if (cause instanceof NotLeadingException) {
      metrics.scaleWritten("fenced");
      return;
    }
    if (cause instanceof ScaleException e && e.isConflict() && state.conflicts++ < MAX_CONFLICTS) {
      // The target has changed since it was read: what was decided may be wrong for it by now.
      metrics.scaleWritten("conflict");
      reread(state, policy);
      return;
    }
    state.conflicts = 0;
    metrics.scaleWritten("error");
    String error = String.valueOf(cause.getMessage());
    state
        .history
        .conditions()
        .set(
            ConditionType.AbleToScale,
            false,
            Reason.FailedUpdateScale,
            "the HPA controller was unable to update the target scale: " + error,
            clock.millis());
    state.touched = true;
    speaker.wrong(state, Reason.FailedRescale, size + "; error: " + error);
    changed.accept(state);
  }

  private void reread(PolicyState state, Policy policy) {
    state.busy = true;
    scales
        .read(state.id.namespace(), policy.target())
        .onComplete(
            read -> {
              state.busy = false;
              if (read.succeeded()) {
                TargetState target = state.target;
                if (target != null) {
                  target.written(read.result());
                }
                state.wantedMillis = clock.millis();
                again.accept(state);
              } else {
                hinder(state, unreadable(read.cause()), clock.millis());
              }
            });
  }
}
