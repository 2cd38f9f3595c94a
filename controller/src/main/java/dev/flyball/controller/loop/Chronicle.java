package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.journal.Journal;
import dev.flyball.controller.journal.MemoryBudget;
import dev.flyball.controller.journal.PolicyJournal;
import dev.flyball.core.decide.Decision;
import dev.flyball.core.policy.AutoscalerSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what was decided and tells readers what has changed. Owned by the loop; readers on other
 * threads ask, and are answered from the loop.
 *
 * <p>Whoever changes something that readers see marks the policy as touched. It gets a revision
 * when somebody next looks, so that nothing is done for readers where there are none.
 */
final class Chronicle implements DecisionSource {
  /** So many removals are remembered; who has missed more is given everything. */
  private static final int MOST_REMOVALS = 1_000;

  private final Context context;
  private final InstantSource clock;
  private final Journal journal;
  private final Elsewhere elsewhere;
  private final Deque<Removal> removals = new ArrayDeque<>();
  private @Nullable Policies policies;
  private BooleanSupplier synced = () -> false;
  private Predicate<PolicyState> follows = policy -> true;
  private long revision;

  /** From this revision on all removals are known. */
  private long completeFrom;

  /** A policy that is gone. */
  private record Removal(long revision, PolicyId id) {}

  /**
   * Nothing was decided yet.
   *
   * @param bytes how much memory all logs may take
   * @param elsewhere knows of the policies that others decide on
   */
  Chronicle(Context context, InstantSource clock, long bytes, Elsewhere elsewhere) {
    this.elsewhere = elsewhere;
    this.context = context;
    this.clock = clock;
    this.journal = new Journal(new MemoryBudget(bytes));
    this.completeFrom = advance();
  }

  /** Tells of these policies from now on; of those that are not decided on here what others say. */
  void of(Policies all, BooleanSupplier clusterWasRead, Predicate<PolicyState> decidedHere) {
    policies = all;
    follows = decidedHere;
    synced = clusterWasRead;
  }

  /** Microseconds, so that those of a later process are higher; never the same twice. */
  private long advance() {
    revision = Math.max(revision + 1, clock.millis() * 1000);
    return revision;
  }

  void decided(PolicyState state, Decision decision, AutoscalerSettings settings) {
    journal(state).decided(decision, settings);
    state.touched = true;
  }

  void scaled(
      PolicyState state, Decision decision, AutoscalerSettings settings, ScaleChange change) {
    journal(state).scaled(decision, settings);
    state.scaleChanges = ScaleChange.merged(List.of(change), state.scaleChanges);
    state.touched = true;
  }

  private PolicyJournal journal(PolicyState state) {
    PolicyJournal open = state.journal;
    if (open == null) {
      open = journal.open();
      state.journal = open;
    }
    return open;
  }

  void removed(PolicyState state) {
    if (state.journal != null) {
      state.journal.close();
      state.journal = null;
    }
    advance();
    removals.addLast(new Removal(revision, state.id));
    if (removals.size() > MOST_REMOVALS) {
      completeFrom = removals.removeFirst().revision();
    }
  }

  /** Notices that others decide on it from now on, or no more. */
  private boolean decidedHere(PolicyState state) {
    boolean here = follows.test(state);
    state.touched |= here != state.decidedHere;
    state.decidedHere = here;
    return here;
  }

  @Override
  public Future<PolicyChanges> changes(long sinceRevision) {
    Promise<PolicyChanges> promise = Promise.promise();
    context.runOnContext(
        v ->
            elsewhere
                .refresh(all().filter(state -> !follows.test(state)).toList())
                .onComplete(read -> answer(promise, () -> changesNow(sinceRevision))));
    return promise.future();
  }

  @Override
  public Future<Optional<PolicyRecord>> policy(PolicyId id) {
    return ask(() -> find(id).filter(follows).map(this::recordOf));
  }

  private <T> Future<T> ask(Supplier<T> question) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(v -> answer(promise, question));
    return promise.future();
  }

  private static <T> void answer(Promise<T> promise, Supplier<T> question) {
    try {
      promise.complete(question.get());
    } catch (RuntimeException e) {
      promise.fail(e);
    }
  }

  private Stream<PolicyState> all() {
    return policies == null ? Stream.empty() : policies.all().stream();
  }

  private Optional<PolicyState> find(PolicyId id) {
    return policies == null ? Optional.empty() : Optional.ofNullable(policies.find(id));
  }

  private PolicyRecord recordOf(PolicyState state) {
    PolicyJournal open = journal(state);
    return new PolicyRecord(
        clock.millis(), Reporter.report(state), open.decisions(), open.changes());
  }

  private PolicyChanges changesNow(long since) {
    advance();
    boolean complete = since < completeFrom || since > revision;
    List<PolicyReport> changed = new ArrayList<>();
    for (PolicyState state : all().toList()) {
      boolean here = decidedHere(state);
      if (state.touched) {
        state.touched = false;
        state.revision = revision;
      }
      if (complete || state.revision > since) {
        changed.add(here ? Reporter.report(state) : elsewhere.report(state));
      }
    }
    List<PolicyId> removed = new ArrayList<>();
    for (Removal removal : removals) {
      if (!complete && removal.revision() > since && find(removal.id()).isEmpty()) {
        removed.add(removal.id());
      }
    }
    return new PolicyChanges(
        clock.millis(), revision, complete, synced.getAsBoolean(), changed, removed);
  }
}
