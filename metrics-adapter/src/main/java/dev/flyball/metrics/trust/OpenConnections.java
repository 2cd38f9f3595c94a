package dev.flyball.metrics.trust;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one event loop, and how long each has kept it waiting. Bytes alone do not keep
 * a connection open, whole requests do: who sends a header one byte at a time is closed like who
 * sends nothing.
 *
 * <p>Owned by its event loop.
 */
final class OpenConnections {
  private final long requestNanos;
  private final long idleNanos;
  private final ServerListener listener;
  private final IdentityHashMap<HttpConnection, State> connections = new IdentityHashMap<>();

  /** What one connection is doing. */
  private static final class State {
    /** Requests whose end has not come yet, the oldest first. */
    private final Set<Incoming> incoming = new LinkedHashSet<>();

    /** Requests whose answer has not ended yet. */
    private int unanswered;

    private boolean used;

    /** Since when nothing is going on. */
    private long idleSinceNanos;

    State(long now) {
      idleSinceNanos = now;
    }

    boolean isLate(long now, long requestNanos) {
      return incoming.isEmpty()
          ? !used && now - idleSinceNanos > requestNanos
          : now - incoming.iterator().next().sinceNanos > requestNanos;
    }

    boolean isIdle(long now, long idleNanos) {
      return incoming.isEmpty() && unanswered == 0 && now - idleSinceNanos > idleNanos;
    }
  }

  /** A request of which something is still to come. No two are equal. */
  private static final class Incoming {
    private final long sinceNanos;

    Incoming(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  OpenConnections(ServerLimits limits, ServerListener listener) {
    this.requestNanos = limits.requestTimeout().toNanos();
    this.idleNanos = limits.idleTimeout().toNanos();
    this.listener = listener;
  }

  /** How often {@link #sweep} is to be called. */
  static Duration sweepInterval(ServerLimits limits) {
    long shortest = Math.min(limits.requestTimeout().toMillis(), limits.idleTimeout().toMillis());
    return Duration.ofMillis(Math.clamp(shortest / 4, 10, 1000));
  }

  void opened(HttpConnection connection, long now) {
    connections.put(connection, new State(now));
    connection.closeHandler(v -> connections.remove(connection));
  }

  void began(HttpServerRequest request, long now) {
    State state = connections.get(request.connection());
    if (state == null) {
      return;
    }
    state.used = true;
    state.unanswered++;
    Incoming incoming = new Incoming(now);
    state.incoming.add(incoming);
    request
        .end()
        .onComplete(
            end -> {
              state.incoming.remove(incoming);
              state.idleSinceNanos = System.nanoTime();
            });
  }

  void answered(HttpConnection connection) {
    State state = connections.get(connection);
    if (state != null) {
      state.unanswered--;
      state.idleSinceNanos = System.nanoTime();
    }
  }

  /** Closes those that have kept the server waiting for too long. */
  void sweep(long now) {
    for (Map.Entry<HttpConnection, State> entry : List.copyOf(connections.entrySet())) {
      HttpConnection connection = entry.getKey();
      State state = entry.getValue();
      if (state.isLate(now, requestNanos)) {
        listener.rejected(ServerListener.Rejection.SLOW);
        connections.remove(connection);
        connection.close();
      } else if (state.isIdle(now, idleNanos)) {
        connections.remove(connection);
        connection.shutdown();
      }
    }
  }
}
