package dev.flyball.controller.scalers;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;

/**
 * One who watches, and how far it has got. It is sent what it has not got, made from the events
 * that are kept, so that a slow one holds no memory. Owned by the context of the store; the
 * response is written to on its own.
 */
final class ScalerWatch {
  /**
   * What somebody wants to watch.
   *
   * @param selection which policies
   * @param writer in which form
   * @param bookmarks whether word of versions is wanted in between
   * @param untilMillis when it ends, in epoch milliseconds
   */
  record Terms(
      ScalerSelection selection, ScalerWriter writer, boolean bookmarks, long untilMillis) {}

  final Terms terms;
  private final HttpServerResponse response;
  private final Context responseContext;
  private long version;
  private long markedMillis;
  private long busySinceMillis;
  private boolean started;

  ScalerWatch(Terms terms, HttpServerResponse response, Context context, long nowMillis) {
    this.terms = terms;
    this.response = response;
    this.responseContext = context;
    this.markedMillis = nowMillis;
  }

  /** The version that it has got to. */
  long version() {
    return version;
  }

  void version(long reached) {
    version = reached;
  }

  /** When it was last told its version, in epoch milliseconds. */
  long markedMillis() {
    return markedMillis;
  }

  void markedMillis(long millis) {
    markedMillis = millis;
  }

  /** Whether the other side has gone. */
  boolean isClosed() {
    return response.closed() || response.ended();
  }

  /** Whether what was last sent has not left yet. */
  boolean isBusy() {
    return busySinceMillis > 0;
  }

  /** Since when it has not, in epoch milliseconds; 0 where it has. */
  long busySinceMillis() {
    return busySinceMillis;
  }

  /** Whether this is the first event; only that one describes the columns of a table. */
  boolean first() {
    boolean first = !started;
    started = true;
    return first;
  }

  /** Sends; completes on the context of the store, which calls. */
  Future<Void> send(Buffer text, Context storeContext, long nowMillis) {
    busySinceMillis = nowMillis;
    Promise<Void> sent = Promise.promise();
    responseContext.runOnContext(
        v ->
            response
                .write(text)
                .onComplete(
                    written ->
                        storeContext.runOnContext(
                            back -> {
                              busySinceMillis = 0;
                              if (written.succeeded()) {
                                sent.complete();
                              } else {
                                sent.fail(written.cause());
                              }
                            })));
    return sent.future();
  }

  /** Ends the answer properly. */
  void end() {
    responseContext.runOnContext(
        v -> {
          if (!isClosed()) {
            response.end();
          }
        });
  }

  /** Breaks the answer off: the other side takes nothing. */
  void drop() {
    responseContext.runOnContext(v -> response.reset());
  }
}
