package dev.flyball.controller.admission;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Takes the bodies of requests into memory, as far as there is room: who asks is not known, so that
 * neither one body nor all of them together may grow beyond a bound.
 *
 * <p>Safe for all threads; each body belongs to the event loop of its request.
 */
final class BodyIntake {
  private final long mostOfOne;
  private final long mostOfAll;
  private final AtomicLong held = new AtomicLong();

  /** Why a body was not taken. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    RefusedException(boolean tooLarge, String message) {
      super(message, null, false, false);
      this.tooLarge = tooLarge;
    }

    /** Whether it will never fit; otherwise there is no room now. */
    boolean tooLarge() {
      return tooLarge;
    }
  }

  /** Bounds in bytes. */
  BodyIntake(long mostOfOne, long mostOfAll) {
    this.mostOfOne = mostOfOne;
    this.mostOfAll = mostOfAll;
  }

  /** Bytes that are held now. */
  long held() {
    return held.get();
  }

  /**
   * Takes the body of a request whose bytes have not been asked for yet. Whatever becomes of it,
   * {@link Body#release} is due where it succeeds.
   *
   * @return fails with a {@link RefusedException}, or when the connection breaks
   */
  Future<Body> take(HttpServerRequest request) {
    Body body = new Body();
    Promise<Body> taken = Promise.promise();
    if (announced(request) > mostOfOne) {
      return Future.failedFuture(tooLarge());
    }
    request.handler(
        chunk -> {
          // After a refusal the rest is read and forgotten.
          if (!taken.future().isComplete()) {
            add(chunk, body, taken);
          }
        });
    request.end().onSuccess(end -> taken.tryComplete(body));
    request.end().onFailure(error -> fail(taken, body, error));
    return taken.future();
  }

  private void add(Buffer chunk, Body body, Promise<Body> taken) {
    long all = held.addAndGet(chunk.length());
    body.buffer.appendBuffer(chunk);
    if (body.buffer.length() > mostOfOne) {
      fail(taken, body, tooLarge());
    } else if (all > mostOfAll) {
      String message = "too much is being validated at once; try again later";
      fail(taken, body, new RefusedException(false, message));
    }
  }

  private static void fail(Promise<Body> taken, Body body, Throwable why) {
    if (taken.tryFail(why)) {
      body.release();
    }
  }

  private RefusedException tooLarge() {
    return new RefusedException(true, "the body is larger than " + mostOfOne + " bytes");
  }

  private static long announced(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Bytes that count until they are released. */
  final class Body {
    private Buffer buffer = Buffer.buffer();

    byte[] bytes() {
      return buffer.getBytes();
    }

    /** The bytes are done with. */
    void release() {
      held.addAndGet(-buffer.length());
      buffer = Buffer.buffer();
    }
  }
}
