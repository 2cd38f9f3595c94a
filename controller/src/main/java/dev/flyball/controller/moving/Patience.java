package dev.flyball.controller.moving;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How long a step is waited for that others have to carry out.
 *
 * @param longest before it counts as failed
 * @param between two looks
 * @param calledOff whether it is not to be waited for any more, since whoever wanted it has left
 */
public record Patience(Duration longest, Duration between, BooleanSupplier calledOff) {
  /** Waits until something holds; gives whether it did in time. Blocks. */
  boolean until(BooleanSupplier holds) {
    long deadline = System.nanoTime() + longest.toNanos();
    while (!holds.getAsBoolean()) {
      if (calledOff.getAsBoolean() || System.nanoTime() - deadline >= 0) {
        return false;
      }
      try {
        TimeUnit.NANOSECONDS.sleep(between.toNanos());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }
}
