package dev.flyball.benchmarks.rig;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Bounded waits of the rigs' main thread. */
final class Waiting {
  private Waiting() {}

  /**
   * Waits for a condition.
   *
   * @return whether it came true in time
   */
  static boolean until(Duration limit, Duration step, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() >= deadline) {
        return false;
      }
      pause(step);
    }
    return true;
  }

  /** Lets time pass. */
  static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RigException("interrupted");
    }
  }
}
