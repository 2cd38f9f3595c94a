package dev.flyball.controller.shard;

import dev.flyball.controller.cluster.Clocks;
import dev.flyball.controller.loop.Leadership;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/** The terms over shards as they begin and end. Safe for several threads; never blocks. */
final class TermBook {
  private final Clocks clocks;
  private final Runnable changed;
  private final AtomicReference<ShardTerms> terms;
  private long lastTerm = Leadership.NONE;

  /** A book without terms; {@code changed} is called after some have begun or ended. */
  TermBook(int shards, Clocks clocks, Runnable changed) {
    this.clocks = clocks;
    this.changed = changed;
    this.terms = new AtomicReference<>(ShardTerms.none(shards, clocks));
  }

  /** The term over a shard that is on for certain; {@link Leadership#NONE} where none is. */
  long term(int shard) {
    return terms.get().term(shard, clocks);
  }

  /** The terms as they are now. */
  ShardTerms now() {
    return terms.get();
  }

  boolean has(int shard) {
    return terms.get().has(shard);
  }

  boolean areCertain() {
    return terms.get().areCertain(clocks);
  }

  boolean isAlive() {
    return terms.get().isAlive(clocks);
  }

  void alive(ShardTerms.Until until) {
    terms.updateAndGet(t -> t.withAlive(until));
  }

  /** Nobody gets in until then, or until what is known already. */
  void gate(ShardTerms.Until until) {
    terms.updateAndGet(t -> t.withGate(until));
  }

  /** Begins a term of a number that was never used. Called by one thread. */
  void begin(int shard) {
    long term = ++lastTerm;
    update(t -> t.with(shard, term));
  }

  /** Ends the term over a shard, if that is still the same as then. */
  void end(int shard, ShardTerms then) {
    update(t -> t.has(shard) && t.isSame(shard, then) ? t.with(shard, Leadership.NONE) : t);
  }

  void endAll() {
    update(t -> t.size() > 0 ? t.without() : t);
  }

  private void update(UnaryOperator<ShardTerms> change) {
    ShardTerms before = terms.getAndUpdate(change);
    if (before != terms.get()) {
      changed.run();
    }
  }
}
