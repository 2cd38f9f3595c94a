package dev.flyball.metrics.source.promql;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Results of queries, shared by all who ask for the same: while a query is under way everybody
 * waits for it, and its result serves until it is too old. Nothing is asked unless somebody asks.
 *
 * <p>The context owns it. {@link #ask} is called there; {@link #onContext} brings callers of any
 * thread there.
 */
public final class CachedQueries {
  private static final class Entry {
    @Nullable Future<PromQlResult<InstantVector>> flight;
    @Nullable PromQlResult<InstantVector> result;
    long askedAt;
    long fetchedAt;
  }

  private final Context context;
  private final PromQl server;
  private final CacheSettings settings;
  private final InstantSource clock;
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long cleaner = -1;
  private boolean closed;

  /** No results yet. */
  public CachedQueries(
      Context context, PromQl server, CacheSettings settings, InstantSource clock) {
    this.context = context;
    this.server = server;
    this.settings = settings;
    this.clock = clock;
    context.runOnContext(go -> startCleaning());
  }

  private void startCleaning() {
    if (!closed) {
      long period = Math.clamp(settings.idle().toMillis() / 2, 100, 60_000);
      cleaner = context.owner().setPeriodic(period, timer -> dropIdle());
    }
  }

  /** The server behind. */
  public PromQl server() {
    return server;
  }

  /** Runs work on the context, at once if the caller is there. */
  public <T> Future<T> onContext(Supplier<Future<T>> work) {
    if (context.equals(Vertx.currentContext())) {
      return work.get();
    }
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        go -> Future.succeededFuture().compose(here -> work.get()).onComplete(promise));
    return promise.future();
  }

  /** The result of a query, not older than the settings say. On the context. */
  public Future<PromQlResult<InstantVector>> ask(String query) {
    long now = clock.millis();
    Entry entry = entries.computeIfAbsent(query, text -> new Entry());
    entry.askedAt = now;
    Future<PromQlResult<InstantVector>> flight = entry.flight;
    if (flight != null) {
      return flight;
    }
    PromQlResult<InstantVector> known = entry.result;
    if (known != null && now - entry.fetchedAt < keepMillis(known)) {
      return Future.succeededFuture(known);
    }
    return fetch(query, entry);
  }

  private long keepMillis(PromQlResult<InstantVector> result) {
    return switch (result) {
      case PromQlResult.Got<InstantVector> got -> settings.maxAge().toMillis();
      case PromQlResult.Failed<InstantVector> failed -> settings.failureAge().toMillis();
    };
  }

  private Future<PromQlResult<InstantVector>> fetch(String query, Entry entry) {
    dropOldest();
    long sentAt = clock.millis();
    Future<PromQlResult<InstantVector>> flight = server.query(query);
    entry.flight = flight;
    return flight.onComplete(
        done -> {
          entry.flight = null;
          if (done.succeeded()) {
            entry.result = done.result();
            // The age of a value counts from the question; a failure answers from when it is there.
            entry.fetchedAt =
                done.result() instanceof PromQlResult.Got<InstantVector> ? sentAt : clock.millis();
          }
        });
  }

  private void dropOldest() {
    Iterator<Entry> oldest = entries.values().iterator();
    while (entries.size() > settings.maxEntries()) {
      oldest.next();
      oldest.remove();
    }
  }

  private void dropIdle() {
    long before = clock.millis() - settings.idle().toMillis();
    entries.values().removeIf(entry -> entry.askedAt < before && entry.flight == null);
  }

  /** How many results are kept. On the context. */
  public int size() {
    return entries.size();
  }

  /** Forgets everything and asks no more on its own. */
  public void close() {
    context.runOnContext(
        go -> {
          closed = true;
          entries.clear();
          context.owner().cancelTimer(cleaner);
        });
  }
}
