package dev.flyball.controller.scalers;

import dev.flyball.metrics.api.wire.ApiStatus;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everybody who watches. Once a second they are sent what has changed; where nobody watches, nobody
 * looks. Owned by the context of the store.
 */
final class ScalerWatches {
  /**
   * How much watches may use up.
   *
   * @param most watches at once
   * @param tickMillis how often they are sent what has changed
   * @param bookmarkMillis how often they are told a version where nothing has
   * @param stuckMillis how long one may take nothing
   */
  record Limits(int most, long tickMillis, long bookmarkMillis, long stuckMillis) {
    static final Limits DEFAULT = new Limits(100, 1_000, 60_000, 10_000);
  }

  private final Context context;
  private final ScalerStore store;
  private final InstantSource clock;
  private final Limits limits;
  private final Set<ScalerWatch> watches = new HashSet<>();
  private long timer = -1;

  ScalerWatches(Context context, ScalerStore store, InstantSource clock, Limits limits) {
    this.context = context;
    this.store = store;
    this.clock = clock;
    this.limits = limits;
  }

  /** How many there may be at once. */
  int most() {
    return limits.most();
  }

  boolean isFull() {
    watches.removeIf(ScalerWatch::isClosed);
    return watches.size() >= limits.most();
  }

  /** Begins with events that come before all others, and goes on from a version. */
  void open(ScalerWatch watch, List<ScalerEvent.Seen> initial, long from, boolean marked) {
    Buffer out = Buffer.buffer();
    initial.forEach(seen -> watch.terms.writer().event(out, seen, watch.first()));
    if (marked) {
      watch.terms.writer().bookmark(out, from, true);
    }
    watch.version(from);
    watches.add(watch);
    if (out.length() > 0) {
      send(watch, out);
    }
    serve(watch);
    if (timer < 0) {
      timer =
          context.owner().setPeriodic(limits.tickMillis(), id -> context.runOnContext(v -> tick()));
    }
  }

  /** Tells of an error at once, as the only event. */
  void refuse(ScalerWatch watch, ApiStatus status) {
    Buffer out = Buffer.buffer();
    ScalerWriter.error(out, status);
    watch.send(out, context, clock.millis()).onComplete(sent -> watch.end());
  }

  private void tick() {
    long now = clock.millis();
    for (ScalerWatch watch : List.copyOf(watches)) {
      if (watch.isClosed()) {
        watches.remove(watch);
      } else if (watch.isBusy() && now - watch.busySinceMillis() > limits.stuckMillis()) {
        watches.remove(watch);
        watch.drop();
      }
    }
    if (watches.isEmpty()) {
      context.owner().cancelTimer(timer);
      timer = -1;
      return;
    }
    store.refresh().onSuccess(done -> List.copyOf(watches).forEach(this::serve));
  }

  private void serve(ScalerWatch watch) {
    if (watch.isBusy()) {
      return;
    }
    if (watch.version() < store.completeFrom()) {
      watches.remove(watch);
      refuse(watch, ScalerErrors.expired(watch.version(), store.completeFrom()));
      return;
    }
    Buffer out = Buffer.buffer();
    for (ScalerEvent event : store.after(watch.version())) {
      event
          .seenBy(watch.terms.selection())
          .ifPresent(seen -> watch.terms.writer().event(out, seen, watch.first()));
    }
    watch.version(Math.max(watch.version(), store.version()));
    long now = clock.millis();
    boolean over = now >= watch.terms.untilMillis();
    boolean due = over || now - watch.markedMillis() >= limits.bookmarkMillis();
    if (watch.terms.bookmarks() && due) {
      watch.markedMillis(now);
      watch.terms.writer().bookmark(out, watch.version(), false);
    }
    if (over) {
      watches.remove(watch);
    }
    if (out.length() > 0) {
      send(watch, out);
    } else if (over) {
      watch.end();
    }
  }

  private void send(ScalerWatch watch, Buffer out) {
    watch
        .send(out, context, clock.millis())
        .onFailure(error -> watches.remove(watch))
        .onSuccess(
            sent -> {
              if (clock.millis() >= watch.terms.untilMillis() && !watches.contains(watch)) {
                watch.end();
              }
            });
  }

  /** Ends all of them. */
  void close() {
    watches.forEach(ScalerWatch::end);
    watches.clear();
    if (timer >= 0) {
      context.owner().cancelTimer(timer);
      timer = -1;
    }
  }
}
