package dev.flyball.metrics.api.http;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that moves when it is told to. */
final class TestingClock extends Clock {
  private final AtomicLong millis = new AtomicLong(TestingProvider.AT);

  void advanceMillis(long by) {
    millis.addAndGet(by);
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("times here are of no zone");
  }
}
