package dev.flyball.metrics.source.scrape;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Clock;
import java.time.Duration;

/**
 * Makes the circuit breakers of pods that fail: open after three failures in a row, then one try
 * after a wait that doubles from one interval up to a minute, with jitter.
 */
final class PodBreakers {
  private static final int FAILURES = 3;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final CircuitBreakerConfig config;

  PodBreakers(Clock clock, long intervalMillis) {
    Duration first = Duration.ofMillis(Math.min(intervalMillis, LONGEST_WAIT.toMillis() / 2));
    config =
        CircuitBreakerConfig.custom()
            .slidingWindow(
                FAILURES,
                FAILURES,
                CircuitBreakerConfig.SlidingWindowType.COUNT_BASED,
                CircuitBreakerConfig.SlidingWindowSynchronizationStrategy.LOCK_FREE)
            .failureRateThreshold(100)
            .permittedNumberOfCallsInHalfOpenState(1)
            .waitIntervalFunctionInOpenState(
                IntervalFunction.ofExponentialRandomBackoff(first, 2, 0.5, LONGEST_WAIT))
            .clock(clock)
            .writableStackTraceEnabled(false)
            .build();
  }

  CircuitBreaker breakerFor(ScrapeTarget target) {
    return CircuitBreaker.of(target.namespace() + "/" + target.pod(), config);
  }
}
