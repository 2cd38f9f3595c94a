package dev.flyball.metrics.source.promql;

import dev.flyball.metrics.source.promql.PromQlFailure.Kind;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Stands between those who ask and one server: a bulkhead over all, one retry with jitter within
 * the time that a question has, and a breaker that opens after five failures in a row, for 2 s at
 * first and up to 30 s. Owned by one context.
 */
final class Guard {
  private static final int ATTEMPTS = 2;
  private static final int FAILURES = 5;

  private final Vertx vertx;
  private final Clock clock;
  private final long timeoutMillis;
  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final Retry retry;

  Guard(Vertx vertx, Clock clock, String endpoint, Duration timeout, int maxPending) {
    this.vertx = vertx;
    this.clock = clock;
    timeoutMillis = timeout.toMillis();
    bulkhead =
        Bulkhead.of(
            endpoint,
            BulkheadConfig.custom()
                .maxConcurrentCalls(maxPending)
                .maxWaitDuration(Duration.ZERO)
                .writableStackTraceEnabled(false)
                .build());
    breaker = CircuitBreaker.of(endpoint, breaker(clock));
    retry =
        Retry.of(
            endpoint,
            RetryConfig.<PromQlResult<?>>custom()
                .maxAttempts(ATTEMPTS)
                .intervalFunction(
                    IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2, 0.5))
                .retryOnResult(Guard::isWorthAnotherTry)
                .failAfterMaxAttempts(false)
                .build());
  }

  private static CircuitBreakerConfig breaker(Clock clock) {
    return CircuitBreakerConfig.custom()
        .slidingWindow(
            FAILURES,
            FAILURES,
            CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
            CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
        .failureRateThreshold(100)
        .permittedNumberOfCallsInHalfOpenState(2)
        .waitIntervalFunctionInOpenState(
            IntervalFunction.ofExponentialRandomBackoff(
                Duration.ofSeconds(2), 2, 0.5, Duration.ofSeconds(30)))
        .recordResult(Guard::isServersFault)
        .clock(clock)
        .writableStackTraceEnabled(false)
        .build();
  }

  private static boolean isWorthAnotherTry(Object result) {
    return result instanceof PromQlResult.Failed<?>(PromQlFailure failure)
        && failure.isWorthAnotherTry();
  }

  private static boolean isServersFault(Object result) {
    return result instanceof PromQlResult.Failed<?>(PromQlFailure failure)
        && failure.isServersFault();
  }

  /**
   * Asks, and once more where that may help.
   *
   * @param attempt asks once, given the milliseconds that are left; its future does not fail
   */
  <T> Future<PromQlResult<T>> run(LongFunction<Future<PromQlResult<T>>> attempt) {
    if (!bulkhead.tryAcquirePermission()) {
      return Future.succeededFuture(
          PromQlResult.failed(Kind.BUSY, "too many questions wait for it already"));
    }
    Promise<PromQlResult<T>> promise = Promise.promise();
    long deadline = clock.millis() + timeoutMillis;
    once(attempt, retry.asyncContext(), deadline, promise);
    return promise.future().onComplete(done -> bulkhead.onComplete());
  }

  private <T> void once(
      LongFunction<Future<PromQlResult<T>>> attempt,
      Retry.AsyncContext<PromQlResult<T>> context,
      long deadline,
      Promise<PromQlResult<T>> promise) {
    if (!breaker.tryAcquirePermission()) {
      promise.complete(
          PromQlResult.failed(
              Kind.BREAKER_OPEN, "it failed too often and is left alone for a while"));
      return;
    }
    long left = Math.max(1, deadline - clock.millis());
    long start = breaker.getCurrentTimestamp();
    attempt
        .apply(left)
        .onSuccess(
            result -> {
              breaker.onResult(
                  breaker.getCurrentTimestamp() - start, breaker.getTimestampUnit(), result);
              long wait = context.onResult(result);
              boolean open = breaker.getState() == CircuitBreaker.State.OPEN;
              if (wait > 0 && !open && clock.millis() + wait < deadline) {
                vertx.setTimer(wait, fired -> once(attempt, context, deadline, promise));
              } else {
                promise.complete(result);
              }
            })
        .onFailure(
            e -> {
              breaker.onError(0, TimeUnit.MILLISECONDS, e);
              promise.fail(e);
            });
  }
}
