package dev.flyball.controller.web;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.PolicyRecord;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/**
 * Server-sent events: what has changed, to whoever listens, once a second at most.
 *
 * <p>A listener is at a revision. What it is sent is made from what there is, not from a queue, so
 * a slow one holds no memory and misses nothing that is still kept; one that takes nothing for ten
 * seconds is dropped. Owned by the context of the web server.
 */
final class EventStream {
  /** The most listeners at once. */
  static final int MOST_LISTENERS = 64;

  private static final long TICK_MILLIS = 1_000;
  private static final long HEARTBEAT_MILLIS = 15_000;
  private static final long STUCK_MILLIS = 10_000;

  /** Whether a listener takes something is seen from one piece to the next. */
  private static final int PIECE_BYTES = 64 << 10;

  private static final int MOST_DECISIONS = 500;

  private final Vertx vertx;
  private final DecisionSource source;
  private final InstantSource clock;
  private final Set<Listener> listeners = new HashSet<>();
  private long timer = -1;

  EventStream(Vertx vertx, DecisionSource source, InstantSource clock) {
    this.vertx = vertx;
    this.source = source;
    this.clock = clock;
  }

  /** Somebody who listens. */
  private static final class Listener {
    final HttpServerResponse response;
    final PolicyBoard board;
    final Optional<PolicyId> policy;
    long revision;
    long wroteMillis;

    /** Pieces that the other side has not taken yet. */
    int untaken;

    /** When it last took one, or the first of them came to be. */
    long tookMillis;

    boolean asking;
    boolean ready;

    Listener(HttpServerResponse response, PolicyBoard board, Optional<PolicyId> policy) {
      this.response = response;
      this.board = board;
      this.policy = policy;
    }
  }

  boolean isFull() {
    return listeners.size() >= MOST_LISTENERS;
  }

  /** Whether somebody follows a board. */
  // Boards have no value of their own.
  @SuppressWarnings("ReferenceEquality")
  boolean follows(PolicyBoard board) {
    return listeners.stream().anyMatch(l -> l.board == board);
  }

  /**
   * Sends events as an answer, until the other side has enough.
   *
   * @param policy the one policy to follow; empty for all rows
   * @param since the revision that the listener has; empty for the present one
   */
  void open(
      HttpServerResponse response,
      PolicyBoard board,
      Optional<PolicyId> policy,
      OptionalLong since) {
    Listener listener = new Listener(response, board, policy);
    response.setChunked(true);
    response.putHeader("Content-Type", "text/event-stream; charset=utf-8");
    // What is compressed is held back until there is enough of it.
    response.putHeader("Content-Encoding", "identity");
    response.putHeader("X-Accel-Buffering", "no");
    response.closeHandler(v -> remove(listener));
    response.exceptionHandler(e -> remove(listener));
    listeners.add(listener);
    board
        .refresh()
        .onFailure(error -> drop(listener))
        .onSuccess(
            refreshed -> {
              listener.ready = true;
              listener.revision = since.orElse(refreshed.revision());
              write(
                  listener,
                  "retry: 2000\n"
                      + event(
                          "ready", listener.revision, "{\"revision\":" + listener.revision + "}"));
              send(listener, new HashMap<>());
            });
    if (timer < 0) {
      timer = vertx.setPeriodic(TICK_MILLIS, id -> tick());
    }
  }

  /** Sends what is new and drops who takes nothing; the timer does it once a second. */
  void tick() {
    Set<PolicyBoard> boards = new HashSet<>();
    for (Listener listener : List.copyOf(listeners)) {
      if (isStuck(listener)) {
        drop(listener);
      } else {
        boards.add(listener.board);
      }
    }
    for (PolicyBoard board : boards) {
      board.refresh().onSuccess(this::sendAll);
    }
  }

  @SuppressWarnings("ReferenceEquality")
  private void sendAll(PolicyBoard board) {
    Map<Long, Optional<String>> messages = new HashMap<>();
    for (Listener listener : List.copyOf(listeners)) {
      if (listener.board == board && listener.ready) {
        send(listener, messages);
      }
    }
  }

  private boolean isStuck(Listener listener) {
    return listener.untaken > 0 && clock.millis() - listener.tookMillis > STUCK_MILLIS;
  }

  /** Sends what a listener has not; those at the same revision get the same text. */
  private void send(Listener listener, Map<Long, Optional<String>> messages) {
    if (listener.untaken > 0 || listener.asking) {
      return;
    }
    PolicyBoard board = listener.board;
    if (!board.isSynced()) {
      beat(listener); // What has not been read yet would look as if it were gone.
      return;
    }
    if (listener.policy.isPresent()) {
      follow(listener, listener.policy.get());
      return;
    }
    String event = board.knows(listener.revision) ? "rows" : "reset";
    Optional<String> message = messages.computeIfAbsent(listener.revision, board::changes);
    if (message.isPresent()) {
      listener.revision = board.revision();
      write(listener, event(event, board.revision(), message.get()));
    } else {
      beat(listener);
    }
  }

  /** Sends one policy's row and its new decisions, where there are any. */
  private void follow(Listener listener, PolicyId id) {
    PolicyBoard board = listener.board;
    Optional<PolicyBoard.Row> row = board.row(id);
    boolean changed =
        !board.knows(listener.revision) || board.changedRevision() > listener.revision;
    if (!changed || (row.isPresent() && row.get().revision() <= listener.revision)) {
      beat(listener);
      return;
    }
    long revision = board.revision();
    long since = Math.floorDiv(listener.revision, 1000L);
    String text = row.map(PolicyBoard.Row::json).orElse("null");
    listener.asking = true;
    Context context = vertx.getOrCreateContext();
    source
        .policy(id)
        .onFailure(error -> context.runOnContext(v -> listener.asking = false))
        .onSuccess(
            found ->
                context
                    .executeBlocking(() -> news(found, since, board.view()), false)
                    .onComplete(
                        news -> {
                          listener.asking = false;
                          if (news.succeeded() && listeners.contains(listener)) {
                            listener.revision = revision;
                            write(
                                listener,
                                event("policy", revision, policy(revision, text, news.result())));
                          }
                        }));
  }

  private static String policy(long revision, String row, String news) {
    return "{\"revision\":" + revision + ",\"row\":" + row + ",\"decisions\":" + news + "}";
  }

  private static String news(Optional<PolicyRecord> found, long sinceMillis, View view) {
    if (found.isEmpty()) {
      return "null";
    }
    PolicyRecord record = found.get();
    ObjectNode columns =
        DecisionsJson.columns(
            record.decisions().between(sinceMillis, Long.MAX_VALUE, MOST_DECISIONS), view, true);
    columns.set(
        "events",
        DecisionsJson.events(
            record.changes().between(sinceMillis, Long.MAX_VALUE, MOST_DECISIONS), view));
    return columns.toString();
  }

  private void beat(Listener listener) {
    if (clock.millis() - listener.wroteMillis >= HEARTBEAT_MILLIS) {
      write(listener, ": still here\n\n");
    }
  }

  private static String event(String name, long id, String data) {
    return "id: " + id + "\nevent: " + name + "\ndata: " + data + "\n\n";
  }

  /**
   * Sends a text in pieces, whatever the other side takes: the queue of a response is full only
   * when many writes wait, of whatever size, so it says nothing of one.
   */
  private void write(Listener listener, String text) {
    listener.wroteMillis = clock.millis();
    if (listener.untaken == 0) {
      listener.tookMillis = listener.wroteMillis;
    }
    Buffer bytes = Buffer.buffer(text);
    for (int from = 0; from < bytes.length(); from += PIECE_BYTES) {
      int to = Math.min(bytes.length(), from + PIECE_BYTES);
      listener.untaken++;
      listener
          .response
          .write(bytes.slice(from, to))
          .onFailure(error -> remove(listener))
          .onSuccess(
              v -> {
                listener.untaken--;
                listener.tookMillis = clock.millis();
              });
    }
  }

  private void drop(Listener listener) {
    remove(listener);
    listener.response.reset();
  }

  private void remove(Listener listener) {
    listeners.remove(listener);
    if (listeners.isEmpty() && timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }
}
