package dev.flyball.controller.loop;

import io.vertx.core.Future;

/** Gives the state of the loop to whoever asks, from any thread. */
public interface SnapshotSource {
  /** A snapshot that is at most a second old. */
  Future<LoopSnapshot> snapshot();

  /** Whether the cluster has been read once, so that decisions are made. Never blocks. */
  boolean isSynced();

  /** When the loop last turned, in epoch milliseconds; an old time means that it is stuck. */
  long lastTurnMillis();
}
