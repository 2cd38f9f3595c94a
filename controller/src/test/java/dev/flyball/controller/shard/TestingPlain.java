package dev.flyball.controller.shard;

import dev.flyball.controller.cluster.Clocks;
import dev.flyball.controller.cluster.LeaseTimes;

/** A replica without shards, as one of an earlier version: it leads over all or stands by. */
final class TestingPlain {
  private static final LeaseTimes TIMES = TestingWorld.TIMES;

  private final String identity;
  private final TestingLeases server;
  private final Clocks clocks;
  private String seen = "";
  private long seenNanos;
  private long untilNanos;
  private long renewedNanos;
  private boolean leads;
  private boolean ended;

  TestingPlain(String name, TestingLeases server, Clocks clocks) {
    this.identity = name + "_plain";
    this.server = server;
    this.clocks = clocks;
  }

  long term() {
    return leads && clocks.nanos() - untilNanos < 0 ? 1 : 0;
  }

  void look() {
    if (ended) {
      return;
    }
    long now = clocks.nanos();
    LeaseRecord gate = server.get(Shards.GATE);
    if (gate == null) {
      take(LeaseRecord.absent(Shards.GATE), now);
      return;
    }
    if (!gate.renewed().equals(seen)) {
      seen = gate.renewed();
      seenNanos = now;
    }
    boolean mine = gate.holder().equals(identity);
    leads = leads && mine;
    boolean free = gate.holder().isEmpty() || now - seenNanos >= TIMES.lease().toNanos();
    if (mine ? now - renewedNanos >= TIMES.renewEvery().toNanos() : free) {
      take(gate, now);
    }
  }

  private void take(LeaseRecord gate, long now) {
    server.write(gate.heldBy(identity, ""));
    leads = true;
    renewedNanos = now;
    untilNanos = now + TIMES.certain().toNanos();
  }

  void kill() {
    ended = true;
  }

  void stop() {
    ended = true;
    leads = false;
    LeaseRecord gate = server.get(Shards.GATE);
    if (gate != null && gate.holder().equals(identity)) {
      server.write(gate.heldBy("", ""));
    }
  }
}
