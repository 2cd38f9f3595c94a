package dev.flyball.controller.scalers;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.PolicyChanges;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The policies as objects with versions, and what became of them lately. It asks the loop for what
 * has changed when somebody wants to know, and for nothing where nobody does.
 *
 * <p>Versions are microseconds of time as far as possible, so that those of another replica, and of
 * this one before a restart, compare with its own. Each version is given once. Owned by one
 * context.
 */
final class ScalerStore {
  /** So long nothing is asked again. */
  private static final long YOUNG_MILLIS = 250;

  /** What nobody has wanted for so long is given up. */
  private static final long IDLE_MILLIS = 300_000;

  private static final int FEWEST_EVENTS = 1_000;

  private final Context context;
  private final DecisionSource source;
  private final InstantSource clock;
  private final Map<PolicyId, Scaler> scalers = new TreeMap<>();
  private final Deque<ScalerEvent> events = new ArrayDeque<>();
  private @Nullable Future<Void> refreshing;
  private long sourceRevision;
  private long askedMillis;
  private boolean synced;
  private long version;
  private long firstVersion;

  /** All events after this version are known. */
  private long completeFrom;

  ScalerStore(Context context, DecisionSource source, InstantSource clock) {
    this.context = context;
    this.source = source;
    this.clock = clock;
  }

  /** Whether the cluster has been read, so that there is something to show. */
  boolean isSynced() {
    return synced;
  }

  /** The newest version. */
  long version() {
    return version;
  }

  /** The oldest version from which on all events are known. */
  long completeFrom() {
    return completeFrom;
  }

  /** Whether it began to look only after a version, so that only the loop knows what came after. */
  boolean beganAfter(long wanted) {
    return wanted < firstVersion && completeFrom == firstVersion;
  }

  /** All policies that are selected, by namespace, ConfigMap and key. */
  List<Scaler> select(ScalerSelection selection) {
    return scalers.values().stream().filter(selection::selects).toList();
  }

  /** The policy of this name. */
  Optional<Scaler> find(String namespace, String name) {
    return scalers.values().stream()
        .filter(s -> s.namespace().equals(namespace) && s.name().equals(name))
        .findFirst();
  }

  /** What has happened after a version that is known, oldest first. */
  List<ScalerEvent> after(long since) {
    List<ScalerEvent> found = new ArrayList<>();
    for (var newest = events.descendingIterator(); newest.hasNext(); ) {
      ScalerEvent event = newest.next();
      if (event.version() <= since) {
        break;
      }
      found.add(event);
    }
    return found.reversed();
  }

  /**
   * The policies that are gone since a version that the loop knows of, though nothing was known
   * here at that time; empty where the loop does not know them all either. Completes on the
   * context.
   */
  Future<Optional<List<Scaler>>> goneSince(long since) {
    Promise<Optional<List<Scaler>>> answer = Promise.promise();
    source
        .changes(since)
        .onComplete(
            asked ->
                context.runOnContext(
                    v -> {
                      boolean known = asked.succeeded() && !asked.result().complete();
                      answer.complete(
                          known
                              ? Optional.of(
                                  asked.result().removed().stream()
                                      .map(id -> Scaler.gone(id, version))
                                      .toList())
                              : Optional.empty());
                    }));
    return answer.future();
  }

  /** Catches up with the loop. Completes on the context. */
  Future<Void> refresh() {
    if (refreshing != null) {
      return refreshing;
    }
    long now = clock.millis();
    if (version > 0 && Math.abs(now - askedMillis) < YOUNG_MILLIS) {
      return Future.succeededFuture();
    }
    if (now - askedMillis > IDLE_MILLIS) {
      forget();
    }
    askedMillis = now;
    Promise<Void> caughtUp = Promise.promise();
    refreshing = caughtUp.future();
    source
        .changes(sourceRevision)
        .onComplete(
            asked ->
                context.runOnContext(
                    v -> {
                      if (asked.succeeded()) {
                        prepare(asked.result(), caughtUp);
                      } else {
                        refreshing = null;
                        caughtUp.fail(asked.cause());
                      }
                    }));
    return caughtUp.future();
  }

  private void forget() {
    scalers.clear();
    events.clear();
    sourceRevision = 0;
    firstVersion = 0;
  }

  /** Sentences of many policies take their time. */
  private void prepare(PolicyChanges changes, Promise<Void> caughtUp) {
    context
        .executeBlocking(() -> changes.changed().stream().map(Scaler::of).toList(), false)
        .onComplete(
            prepared -> {
              refreshing = null;
              if (prepared.succeeded()) {
                take(changes, prepared.result());
                caughtUp.complete();
              } else {
                caughtUp.fail(prepared.cause());
              }
            });
  }

  private void take(PolicyChanges changes, List<Scaler> changed) {
    boolean first = firstVersion == 0;
    Set<PolicyId> gone = gone(changes);
    long next = Math.max(version + 1, changes.revision() - changed.size() - gone.size());
    for (Scaler scaler : changed) {
      PolicyId id = scaler.report().id();
      Scaler before = scalers.get(id);
      if (before == null || !before.looksLike(scaler)) {
        Scaler after = scaler.withVersion(next++);
        scalers.put(id, after);
        happened(new ScalerEvent(Optional.ofNullable(before), after, false), first);
      }
    }
    for (PolicyId id : gone) {
      Scaler before = scalers.remove(id);
      if (before != null) {
        happened(new ScalerEvent(Optional.of(before), before.withVersion(next++), true), first);
      }
    }
    version = Math.max(next - 1, changes.revision());
    sourceRevision = changes.revision();
    synced = changes.synced();
    if (first) {
      firstVersion = version;
      completeFrom = version;
    }
  }

  private Set<PolicyId> gone(PolicyChanges changes) {
    Set<PolicyId> gone = new HashSet<>(changes.removed());
    if (changes.complete()) {
      gone.addAll(scalers.keySet());
    }
    changes.changed().forEach(report -> gone.remove(report.id()));
    return gone;
  }

  private void happened(ScalerEvent event, boolean first) {
    if (first) {
      return;
    }
    events.addLast(event);
    if (events.size() > Math.max(FEWEST_EVENTS, 2 * scalers.size())) {
      completeFrom = events.removeFirst().version();
    }
  }
}
