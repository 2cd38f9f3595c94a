package dev.flyball.controller.cluster;

import dev.flyball.controller.cluster.ApiClient.Response;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;

/**
 * Lets a bounded number of requests through at once and keeps a bounded number waiting, in order.
 *
 * <p>Owned by one context.
 */
final class RequestGate {
  private final int maxInFlight;
  private final int maxWaiting;
  private final Queue<Waiting> waiting = new ArrayDeque<>();
  private int inFlight;
  private boolean draining;

  private record Waiting(Supplier<Future<Response>> request, Promise<Response> answer) {}

  RequestGate(int maxInFlight, int maxWaiting) {
    this.maxInFlight = maxInFlight;
    this.maxWaiting = maxWaiting;
  }

  /** Sends the request now or later; fails it at once when too many wait already. */
  Future<Response> send(Supplier<Future<Response>> request) {
    if (waiting.size() >= maxWaiting) {
      return Future.failedFuture(
          new RejectedExecutionException(maxWaiting + " requests wait already"));
    }
    Promise<Response> answer = Promise.promise();
    waiting.add(new Waiting(request, answer));
    drain();
    return answer.future();
  }

  /** A loop, not a recursion: requests may be answered at once, thousands in a row. */
  private void drain() {
    if (draining) {
      return;
    }
    draining = true;
    while (inFlight < maxInFlight && !waiting.isEmpty()) {
      Waiting first = waiting.remove();
      inFlight++;
      first
          .request()
          .get()
          .onComplete(
              answer -> {
                inFlight--;
                drain();
                first.answer().handle(answer);
              });
    }
    draining = false;
  }
}
