package dev.flyball.controller.web;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.PolicyChanges;
import dev.flyball.controller.loop.PolicyReport;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all policies as text, in one language and zone. It asks the loop for what has changed
 * and renders only that, so that looking every second costs little, however many policies and
 * readers there are. Owned by one context; rows are rendered on a worker.
 */
final class PolicyBoard {
  /** So long nothing is asked again. */
  private static final long YOUNG_MILLIS = 250;

  private static final int MOST_REMOVALS = 1_000;

  private final Context context;
  private final DecisionSource source;
  private final InstantSource clock;
  private final View view;
  private final Map<PolicyId, Row> rows = new TreeMap<>();
  private final Deque<Removal> removals = new ArrayDeque<>();
  private @Nullable Future<PolicyBoard> refreshing;
  private long askedMillis;
  private long usedMillis;
  private long atMillis;
  private boolean synced;
  private long revision;
  private long changedRevision;

  /** From this revision on it is known what has changed. */
  private long completeFrom;

  /**
   * A row.
   *
   * @param json its text
   * @param revision when it last changed
   */
  record Row(String json, long revision) {}

  private record Removal(PolicyId id, long revision) {}

  PolicyBoard(Context context, DecisionSource source, InstantSource clock, View view) {
    this.context = context;
    this.source = source;
    this.clock = clock;
    this.view = view;
  }

  View view() {
    return view;
  }

  /** When somebody last wanted it, in epoch milliseconds. */
  long usedMillis() {
    return usedMillis;
  }

  /** The revision that it is at. */
  long revision() {
    return revision;
  }

  /** Whether the cluster has been read, so that what is not there is gone. */
  boolean isSynced() {
    return synced;
  }

  /** The last revision in which anything differs from the one before. */
  long changedRevision() {
    return changedRevision;
  }

  /** Catches up with the loop. Completes on the context. */
  Future<PolicyBoard> refresh() {
    usedMillis = clock.millis();
    if (refreshing != null) {
      return refreshing;
    }
    if (revision > 0 && Math.abs(usedMillis - askedMillis) < YOUNG_MILLIS) {
      return Future.succeededFuture(this);
    }
    askedMillis = usedMillis;
    Promise<PolicyBoard> caughtUp = Promise.promise();
    refreshing = caughtUp.future();
    source
        .changes(revision)
        .onFailure(error -> context.runOnContext(v -> failed(error, caughtUp)))
        .onSuccess(changes -> context.runOnContext(v -> render(changes, caughtUp)));
    return caughtUp.future();
  }

  private void failed(Throwable error, Promise<PolicyBoard> caughtUp) {
    refreshing = null;
    caughtUp.fail(error);
  }

  private void render(PolicyChanges changes, Promise<PolicyBoard> caughtUp) {
    context
        .executeBlocking(() -> rendered(changes), false)
        .onFailure(error -> failed(error, caughtUp))
        .onSuccess(
            texts -> {
              take(changes, texts);
              refreshing = null;
              caughtUp.complete(this);
            });
  }

  private Map<PolicyId, String> rendered(PolicyChanges changes) {
    Map<PolicyId, String> texts = LinkedHashMap.newLinkedHashMap(changes.changed().size());
    for (PolicyReport report : changes.changed()) {
      texts.put(report.id(), RowJson.row(report, view).toString());
    }
    return texts;
  }

  private void take(PolicyChanges changes, Map<PolicyId, String> texts) {
    revision = changes.revision();
    atMillis = changes.atMillis();
    boolean differs = changes.complete() || synced != changes.synced();
    synced = changes.synced();
    if (changes.complete()) {
      rows.clear();
      removals.clear();
      completeFrom = revision;
    }
    for (Map.Entry<PolicyId, String> text : texts.entrySet()) {
      rows.put(text.getKey(), new Row(text.getValue(), revision));
      differs = true;
    }
    for (PolicyId id : changes.removed()) {
      if (rows.remove(id) != null) {
        removals.addLast(new Removal(id, revision));
        differs = true;
      }
    }
    while (removals.size() > MOST_REMOVALS) {
      completeFrom = removals.removeFirst().revision();
    }
    changedRevision = differs ? revision : changedRevision;
  }

  /** One row; empty where there is no such policy. */
  Optional<Row> row(PolicyId id) {
    return Optional.ofNullable(rows.get(id));
  }

  /** All rows, or those of a namespace, as one object. */
  String list(Optional<String> namespace) {
    List<String> items = new ArrayList<>(rows.size());
    rows.forEach(
        (id, row) -> {
          if (namespace.isEmpty() || namespace.get().equals(id.namespace())) {
            items.add(row.json());
          }
        });
    return "{\"at\":\""
        + RowJson.time(atMillis)
        + "\",\"revision\":"
        + revision
        + ",\"synced\":"
        + synced
        + ",\"count\":"
        + items.size()
        + ",\"items\":["
        + String.join(",", items)
        + "]}";
  }

  /** Whether everything that has changed after a revision is known. */
  boolean knows(long since) {
    return since >= completeFrom && since <= revision;
  }

  /**
   * What has changed after a revision as one object; empty where nothing has. Everything where it
   * is not {@linkplain #knows known}.
   */
  Optional<String> changes(long since) {
    boolean known = knows(since);
    List<String> changed = new ArrayList<>();
    for (Row row : rows.values()) {
      if (!known || row.revision() > since) {
        changed.add(row.json());
      }
    }
    List<String> removed = new ArrayList<>();
    for (Removal removal : removals) {
      if (known && removal.revision() > since && !rows.containsKey(removal.id())) {
        removed.add('"' + removal.id().toString() + '"');
      }
    }
    if (known && changed.isEmpty() && removed.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        "{\"revision\":"
            + revision
            + ",\"rows\":["
            + String.join(",", changed)
            + "],\"removed\":["
            + String.join(",", removed)
            + "]}");
  }
}
