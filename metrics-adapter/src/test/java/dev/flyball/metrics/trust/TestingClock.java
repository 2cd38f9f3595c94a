package dev.flyball.metrics.trust;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** A clock that a test turns. Begins now: the clients of tests check serving certificates by it. */
final class TestingClock implements InstantSource {
  private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration duration) {
    now = now.plus(duration);
  }
}
