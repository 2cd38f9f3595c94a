package dev.flyball.controller.shard;

import dev.flyball.controller.cluster.Clocks;
import dev.flyball.controller.loop.Leadership;
import java.time.Duration;

/** The terms over shards that are on, and until when they are for certain. Immutable. */
final class ShardTerms {
  private final long[] terms;
  private final Until alive;
  private final Until gate;

  private ShardTerms(long[] terms, Until alive, Until gate) {
    this.terms = terms;
    this.alive = alive;
    this.gate = gate;
  }

  /** A moment on both clocks; either can say that it has come. */
  record Until(long nanos, long millis) {
    static Until after(Clocks clocks, Duration duration) {
      return new Until(clocks.nanos() + duration.toNanos(), clocks.millis() + duration.toMillis());
    }

    boolean isAhead(Clocks clocks) {
      return clocks.nanos() - nanos < 0 && clocks.millis() < millis;
    }

    Until later(Until other) {
      return other.nanos - nanos > 0 ? other : this;
    }
  }

  static ShardTerms none(int shards, Clocks clocks) {
    Until now = Until.after(clocks, Duration.ZERO);
    return new ShardTerms(new long[shards], now, now);
  }

  long term(int shard, Clocks clocks) {
    return areCertain(clocks) ? terms[shard] : Leadership.NONE;
  }

  boolean isSame(int shard, ShardTerms other) {
    return terms[shard] == other.terms[shard];
  }

  /** Whether terms, if there are any, are on. */
  boolean areCertain(Clocks clocks) {
    return alive.isAhead(clocks) && gate.isAhead(clocks);
  }

  boolean isAlive(Clocks clocks) {
    return alive.isAhead(clocks);
  }

  boolean has(int shard) {
    return terms[shard] != Leadership.NONE;
  }

  int size() {
    int size = 0;
    for (long term : terms) {
      size += term == Leadership.NONE ? 0 : 1;
    }
    return size;
  }

  ShardTerms with(int shard, long term) {
    long[] changed = terms.clone();
    changed[shard] = term;
    return new ShardTerms(changed, alive, gate);
  }

  /** Nobody takes this replica for dead until then. */
  ShardTerms withAlive(Until until) {
    return new ShardTerms(terms, until, gate);
  }

  /** Nobody from outside of the group gets in until then, or until what is known already. */
  ShardTerms withGate(Until until) {
    return new ShardTerms(terms, alive, gate.later(until));
  }

  ShardTerms without() {
    return new ShardTerms(new long[terms.length], alive, gate);
  }
}
