package dev.flyball.controller;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test turns. */
public final class TestingClock implements InstantSource {
  /** Where every clock begins. */
  public static final Instant START = Instant.parse("2026-03-01T09:00:00Z");

  private Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  /** Goes on by so much. */
  public void advance(Duration duration) {
    now = now.plus(duration);
  }
}
