package dev.flyball.metrics.source.promql;

import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the names of metrics: looks for them when they are first asked for, from then on in
 * intervals, and sooner where a name is asked for that is not known. Owned by one context.
 */
final class NameWatch {
  /** A name that was looked up, or why that could not be done. */
  sealed interface Lookup<T> {
    /** It is known. */
    record Known<T>(T value) implements Lookup<T> {}

    /** There is none. */
    record Unknown<T>() implements Lookup<T> {}

    /** It is not known, and the server could not be asked for it. */
    record Unasked<T>(PromQlFailure failure) implements Lookup<T> {}
  }

  private static final long AFTER_FAILURE_MILLIS = 2_000;

  private final Context context;
  private final Discovery discovery;
  private final DiscoverySettings settings;
  private final InstantSource clock;
  private Discovery.Found found = new Discovery.Found(MetricNames.NONE, Optional.empty());
  private @Nullable Future<Discovery.Found> flight;
  private long startedAt;
  private boolean started;
  private boolean closed;
  private long timer = -1;

  NameWatch(Context context, Discovery discovery, DiscoverySettings settings, InstantSource clock) {
    this.context = context;
    this.discovery = discovery;
    this.settings = settings;
    this.clock = clock;
  }

  /** The names that there are. */
  Future<MetricNames> names() {
    return started && flight == null
        ? Future.succeededFuture(found.names())
        : look().map(Discovery.Found::names);
  }

  /** Looks a name up, and looks for it at the server where it is not known. */
  <T> Future<Lookup<T>> find(Function<MetricNames, Optional<T>> name) {
    Optional<T> known = name.apply(found.names());
    if (known.isPresent()) {
      return Future.succeededFuture(new Lookup.Known<>(known.get()));
    }
    if (started && flight == null && clock.millis() - startedAt < pauseMillis()) {
      return Future.succeededFuture(lookup(name));
    }
    return look().map(done -> lookup(name));
  }

  private long pauseMillis() {
    long pause = settings.onUnknown().toMillis();
    return found.failure().isPresent() ? Math.min(pause, AFTER_FAILURE_MILLIS) : pause;
  }

  private <T> Lookup<T> lookup(Function<MetricNames, Optional<T>> name) {
    Optional<T> known = name.apply(found.names());
    if (known.isPresent()) {
      return new Lookup.Known<>(known.get());
    }
    return found.failure().<Lookup<T>>map(Lookup.Unasked::new).orElseGet(Lookup.Unknown::new);
  }

  private Future<Discovery.Found> look() {
    Future<Discovery.Found> underWay = flight;
    if (underWay != null) {
      return underWay;
    }
    if (discovery.isIdle() || closed) {
      started = true;
      return Future.succeededFuture(found);
    }
    if (!started) {
      started = true;
      timer = context.owner().setPeriodic(settings.interval().toMillis(), turn -> look());
    }
    startedAt = clock.millis();
    Future<Discovery.Found> asked = discovery.run();
    flight = asked;
    return asked.onComplete(
        done -> {
          flight = null;
          found = Objects.requireNonNullElse(done.result(), found);
        });
  }

  void close() {
    closed = true;
    context.owner().cancelTimer(timer);
  }
}
