package dev.flyball.benchmarks.rig;

import java.util.function.DoubleConsumer;

/** A Deployment under load, and when its scale was written. Safe for several threads. */
final class ReactionTarget {
  private final String name;
  private final DoubleConsumer load;
  private int replicas = ReactionWorld.FROM;
  private long stepNanos;
  private double first = -1;
  private double full = -1;
  private int writes;

  /**
   * A Deployment under the load of before.
   *
   * @param load takes the requests per second of all its pods together
   */
  ReactionTarget(String name, DoubleConsumer load) {
    this.name = name;
    this.load = load;
    load.accept(ReactionWorld.RATE_PER_POD * ReactionWorld.FROM);
  }

  String name() {
    return name;
  }

  /** Raises the load. */
  synchronized void step() {
    if (writes > 0) {
      throw new RigException(name + " was scaled to " + replicas + " before its load went up");
    }
    stepNanos = System.nanoTime();
    load.accept(ReactionWorld.RATE_PER_POD * ReactionWorld.TO);
  }

  /** The Deployment asks for so many replicas now. */
  synchronized void written(int now) {
    if (now == replicas) {
      return;
    }
    replicas = now;
    writes++;
    double seconds = (System.nanoTime() - stepNanos) / 1e9;
    if (first < 0) {
      first = seconds;
    }
    if (now >= ReactionWorld.TO && full < 0) {
      full = seconds;
    }
  }

  synchronized boolean isFull() {
    return full >= 0;
  }

  synchronized ReactionResult.Run result() {
    return new ReactionResult.Run(first, full, writes);
  }
}
