package dev.flyball.metrics.trust;

import dev.flyball.metrics.api.Caller;
import dev.flyball.metrics.api.RequestAttributes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** An API server that knows the tokens and refuses the users that it is told. */
final class TestingReviews implements AccessReviews {
  final Map<String, Caller> owners = new ConcurrentHashMap<>();
  final Map<String, String> denied = new ConcurrentHashMap<>();
  final AtomicInteger tokenReviews = new AtomicInteger();
  final AtomicInteger accessReviews = new AtomicInteger();
  final Queue<Caller> callers = new ConcurrentLinkedQueue<>();
  final Queue<Promise<AccessAnswer>> held = new ConcurrentLinkedQueue<>();
  volatile boolean holding;
  volatile boolean tokensDown;
  volatile boolean accessDown;

  @Override
  public Future<TokenAnswer> token(String token) {
    tokenReviews.incrementAndGet();
    if (tokensDown) {
      return Future.failedFuture("connection refused");
    }
    Caller owner = owners.get(token);
    return Future.succeededFuture(
        owner == null
            ? new TokenAnswer.Refused("the token is not valid")
            : new TokenAnswer.Known(owner));
  }

  @Override
  public Future<AccessAnswer> access(Caller caller, RequestAttributes attributes) {
    accessReviews.incrementAndGet();
    callers.add(caller);
    if (accessDown) {
      return Future.failedFuture("connection refused");
    }
    if (holding) {
      Promise<AccessAnswer> later = Promise.promise();
      held.add(later);
      return later.future();
    }
    String reason = denied.get(caller.user());
    return Future.succeededFuture(new AccessAnswer(reason == null, reason == null ? "" : reason));
  }
}
