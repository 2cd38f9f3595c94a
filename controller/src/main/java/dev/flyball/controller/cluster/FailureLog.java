package dev.flyball.controller.cluster;

import java.time.InstantSource;
import org.slf4j.Logger;

/** Logs failures that may come in crowds: the first, and then a count and the last one a minute. */
final class FailureLog {
  private static final long GAP_MILLIS = 60_000;

  private final Logger log;
  private final InstantSource clock;
  private final String what;
  private long nextMillis;
  private int unlogged;

  /**
   * A log of one kind of failure.
   *
   * @param what what failed, such as {@code Events could not be recorded}
   */
  FailureLog(Logger log, InstantSource clock, String what) {
    this.log = log;
    this.clock = clock;
    this.what = what;
  }

  void failed(String subject, String cause) {
    unlogged++;
    long now = clock.millis();
    if (now < nextMillis) {
      return;
    }
    log.atWarn()
        .addKeyValue("failures", unlogged)
        .addKeyValue("subject", subject)
        .addKeyValue("cause", cause)
        .log(what);
    nextMillis = now + GAP_MILLIS;
    unlogged = 0;
  }
}
