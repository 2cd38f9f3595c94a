package dev.flyball.controller.cluster;

/**
 * The clocks of a process: the monotonic one, which nobody sets, and the wall clock, which goes on
 * while a machine is suspended. Safe for several threads.
 */
public interface Clocks {
  /** The monotonic clock, in nanoseconds from some moment. */
  long nanos();

  /** The wall clock, in epoch milliseconds. */
  long millis();

  /** Those of this process. */
  Clocks SYSTEM =
      new Clocks() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        public long millis() {
          return System.currentTimeMillis();
        }
      };
}
