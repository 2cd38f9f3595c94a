package dev.flyball.controller.recorded;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that stands still until it is moved on. Safe for all threads. */
public final class RecordedClock extends Clock {
  /** Where it begins: a whole second, as times of scale changes are in seconds. */
  public static final long BEGIN = 1_772_000_000_000L;

  private final AtomicLong now = new AtomicLong(BEGIN);

  /** Goes to a time in epoch milliseconds. */
  public void goTo(long millis) {
    now.set(millis);
  }

  /** Goes on by so many milliseconds. */
  public void advance(long millis) {
    now.addAndGet(millis);
  }

  @Override
  public long millis() {
    return now.get();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(now.get());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
