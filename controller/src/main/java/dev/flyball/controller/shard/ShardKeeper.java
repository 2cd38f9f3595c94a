package dev.flyball.controller.shard;

import dev.flyball.controller.cluster.Clocks;
import dev.flyball.controller.cluster.LeaseTimes;
import dev.flyball.controller.loop.HandOver;
import dev.flyball.controller.shard.ShardTerms.Until;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds a fair share of the shards, one look at the Leases after the other.
 *
 * <p><b>Why there are never two writers.</b> A replica renews one Lease only, its own; that of a
 * shard is written when it passes on. For {@link LeaseTimes#certain} from the sending of a renewal
 * nobody takes the replica for dead: others count a whole lease from when they see it. After that
 * its terms are over for good, and what it held it has to take again, each Lease by a write that
 * carries the resourceVersion. So of an old holder that wakes and another that has found it dead
 * one fails. Nobody takes a shard but from nobody, from the dead, or from another group.
 *
 * <p><b>The gate.</b> A replica without shards leads over everything by the Lease {@code flyball},
 * and replicas with another number of shards divide namespaces otherwise. All replicas of a group
 * hold that Lease together, by the group's name: one of them renews it, each has to write it once
 * before it holds anything, and that after it has begun to renew its own. It is given back only
 * where nobody else of the group lives, by a write that fails if somebody has come in meanwhile. So
 * while one of the group holds a shard, the gate runs out only by itself, and not before a whole
 * lease after the last renewal; that renewal came after the reading was asked for that had not
 * shown it yet.
 *
 * <p>Looks are made by one thread. {@link #term} and {@link #view} may be called from any.
 */
final class ShardKeeper {
  /** Leases of shards that are written in one look, so that renewals are not kept waiting. */
  private static final int MAX_WRITES = 32;

  private final LeaseStore store;
  private final LeaseWrites writes;
  private final Shards shards;
  private final String identity;
  private final LeaseTimes times;
  private final Clocks clocks;
  private final HandOver handOver;
  private final Sightings sightings;
  private final TermBook terms;
  private final Set<Integer> leaving = ConcurrentHashMap.newKeySet();

  private volatile ShardView view;
  private LeaseRecord own;
  private long renewedNanos;

  /** Until when nobody else gets in if the next reading shows that the gate was renewed. */
  private Until lastLook;

  /** Whether it has written the gate since it was last dead, if ever. */
  private boolean entered;

  private String obstacle = "";

  /** Who keeps shards, and how many there are. */
  record Named(String identity, Shards shards) {}

  /** Who is told of what. */
  record Listeners(HandOver handOver, Runnable changed) {}

  /** A keeper of nothing that has not looked yet. */
  ShardKeeper(LeaseStore store, Named named, LeaseTimes times, Clocks clocks, Listeners listeners) {
    this.store = store;
    this.writes = new LeaseWrites(store);
    this.shards = named.shards();
    this.identity = named.identity();
    this.times = times;
    this.clocks = clocks;
    this.handOver = listeners.handOver();
    this.sightings = new Sightings(times.lease());
    this.terms = new TermBook(shards.count(), clocks, listeners.changed());
    this.own = LeaseRecord.absent(Shards.replica(identity));
    this.renewedNanos = clocks.nanos() - times.lease().toNanos();
    this.lastLook = Until.after(clocks, Duration.ZERO);
    this.view =
        new ShardView(
            identity,
            Collections.nCopies(shards.count(), ""),
            List.of(),
            List.of(),
            "it has not looked yet");
  }

  /** The term over a shard that is on for certain; 0 where none is. */
  long term(int shard) {
    return terms.term(shard);
  }

  /** What the last look has shown, and the shards that are held now. */
  ShardView view() {
    ShardView last = view;
    List<Integer> held = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      if (term(shard) != 0) {
        held.add(shard);
      }
    }
    return new ShardView(last.replica(), last.holders(), held, last.replicas(), last.obstacle());
  }

  /**
   * Renews, reads all Leases, and takes and gives what that asks for.
   *
   * @throws LeaseException where something could not be read or written; the next look begins anew
   */
  synchronized void look() {
    endIfUncertain();
    renew();
    Until thisLook = Until.after(clocks, times.certain());
    read();
    findOwn();
    SortedSet<String> replicas = replicas();
    writes.begin();
    try {
      if (own.isAbsent() || !terms.isAlive()) {
        obstacle = "its own Lease could not be renewed";
      } else {
        replicas.add(identity);
        if (isIn(replicas)) {
          share(replicas);
          bury(replicas);
        }
      }
    } finally {
      lastLook = thisLook;
      show(replicas);
    }
  }

  private void read() {
    long sent = clocks.nanos();
    sightings.take(store.list(), sent, clocks.nanos());
  }

  // Being alive.

  private void renew() {
    if (!own.isAbsent() && clocks.nanos() - renewedNanos < times.renewEvery().toNanos()) {
      return;
    }
    long sent = clocks.nanos();
    Until until = Until.after(clocks, times.certain());
    // Where it fails, the reading that follows has the version, or shows that the Lease is gone.
    if (writes.write(own.heldBy(identity, shards.group()))) {
      // An answer that comes too late must not bring a term back that others may think over.
      endIfUncertain();
      renewedNanos = sent;
      terms.alive(until);
    }
  }

  /** A write whose answer was lost may have arrived, and somebody may have deleted the Lease. */
  private void findOwn() {
    LeaseRecord found = sightings.of(own.name());
    if (found.isAbsent() && !own.isAbsent()) {
      end();
    }
    own = found;
  }

  private SortedSet<String> replicas() {
    SortedSet<String> replicas = new TreeSet<>();
    for (LeaseRecord lease : sightings.replicas()) {
      if (lease.group().equals(shards.group()) && !sightings.hasRunOut(lease.name())) {
        replicas.add(lease.holder());
      }
    }
    return replicas;
  }

  /** Who comes later must not take the dead for living, and leave them a share. */
  private void bury(SortedSet<String> replicas) {
    if (!replicas.first().equals(identity)) {
      return;
    }
    Set<String> heirless = new HashSet<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      heirless.add(sightings.of(Shards.lease(shard)).holder());
    }
    for (LeaseRecord lease : sightings.replicas()) {
      if (sightings.hasRunOut(lease.name()) && !heirless.contains(lease.holder())) {
        writes.delete(lease);
      }
    }
  }

  // Being let in.

  private boolean isIn(SortedSet<String> replicas) {
    LeaseRecord gate = sightings.of(Shards.GATE);
    boolean groups = gate.holder().equals(shards.group());
    if (entered && groups) {
      if (sightings.isFresh(Shards.GATE)) {
        terms.gate(lastLook);
      }
      if (gateIsDue(replicas)) {
        enter(gate);
      }
    } else if (groups || sightings.isFree(Shards.GATE) || sightings.hasRunOut(Shards.GATE)) {
      end();
      enter(gate);
    } else {
      end();
      obstacle =
          "Lease " + Shards.GATE + " is held by " + gate.holder() + ", not by " + shards.group();
      return false;
    }
    obstacle = entered ? "" : "Lease " + Shards.GATE + " was written by others meanwhile";
    return entered;
  }

  /** The first of all renews the gate; the others do where that is late. */
  private boolean gateIsDue(SortedSet<String> replicas) {
    long patience = times.renewEvery().toNanos() * (replicas.first().equals(identity) ? 1 : 2);
    return sightings.ageNanos(Shards.GATE) >= patience;
  }

  private void enter(LeaseRecord gate) {
    Until until = Until.after(clocks, times.certain());
    if (writes.write(gate.heldBy(shards.group(), shards.group()))) {
      endIfUncertain();
      entered = true;
      terms.gate(until);
    }
  }

  // Sharing.

  private void share(SortedSet<String> replicas) {
    List<LeaseRecord> leases = new ArrayList<>();
    List<String> holders = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      LeaseRecord lease = sightings.of(Shards.lease(shard));
      leases.add(lease);
      holders.add(lease.group().equals(shards.group()) ? lease.holder() : "");
      if (terms.has(shard) && !lease.isHeldBy(identity, shards.group())) {
        terms.end(shard, terms.now());
      }
    }
    List<String> wanted = Assignment.of(holders, replicas);
    List<Integer> surplus = new ArrayList<>();
    for (int shard = 0; shard < shards.count() && writes.count() < MAX_WRITES; shard++) {
      LeaseRecord lease = leases.get(shard);
      boolean mine = lease.isHeldBy(identity, shards.group());
      if (wanted.get(shard).equals(identity)) {
        if (!terms.has(shard) && (mine || mayBeTaken(lease))) {
          take(shard, lease);
        }
      } else if (terms.has(shard)) {
        surplus.add(shard);
      } else if (mine) {
        release(lease);
      }
    }
    handOver(surplus);
  }

  private boolean mayBeTaken(LeaseRecord lease) {
    if (sightings.isFree(lease.name())
        || (!lease.isAbsent() && !lease.group().equals(shards.group()))) {
      return true;
    }
    String replica = Shards.replica(lease.holder());
    boolean known =
        sightings.isKnown(replica)
            && (sightings.of(replica).isAbsent()
                || sightings.of(replica).holder().equals(lease.holder()));
    return sightings.hasRunOut(known ? replica : lease.name());
  }

  private void take(int shard, LeaseRecord lease) {
    if (writes.write(lease.heldBy(identity, shards.group()))) {
      endIfUncertain();
      if (entered) {
        terms.begin(shard);
      }
    }
  }

  private void release(LeaseRecord lease) {
    writes.write(lease.heldBy("", shards.group()));
  }

  private void handOver(List<Integer> surplus) {
    Set<Integer> going = new HashSet<>(surplus);
    going.removeAll(leaving);
    if (going.isEmpty()) {
      return;
    }
    leaving.addAll(going);
    ShardTerms before = terms.now();
    handOver.handOver(
        namespace -> going.contains(shards.of(namespace)), () -> handedOver(going, before));
  }

  /** What is kept is all there is: the terms are over, and the next look gives the Leases back. */
  private void handedOver(Set<Integer> gone, ShardTerms before) {
    gone.forEach(shard -> terms.end(shard, before));
    leaving.removeAll(gone);
  }

  // The end of terms.

  private void endIfUncertain() {
    if (entered && !terms.areCertain()) {
      end();
    }
  }

  private void end() {
    entered = false;
    terms.endAll();
  }

  /**
   * Gives back all that is held, so that others need not wait. The terms are over before the server
   * knows it.
   */
  synchronized void giveBack() {
    end();
    read();
    for (int shard = 0; shard < shards.count(); shard++) {
      LeaseRecord lease = sightings.of(Shards.lease(shard));
      if (lease.isHeldBy(identity, shards.group())) {
        release(lease);
      }
    }
    SortedSet<String> others = replicas();
    others.remove(identity);
    LeaseRecord self = sightings.of(own.name());
    if (!self.isAbsent()) {
      writes.delete(self);
    }
    giveBackTheGate(others);
    show(others);
  }

  /** Two that end together might each take the other for one that stays: looks once more. */
  private void giveBackTheGate(SortedSet<String> others) {
    if (!others.isEmpty()) {
      read();
      if (!replicas().isEmpty()) {
        return;
      }
    }
    LeaseRecord gate = sightings.of(Shards.GATE);
    if (gate.holder().equals(shards.group())) {
      release(gate);
    }
  }

  private void show(SortedSet<String> replicas) {
    List<String> holders = new ArrayList<>();
    for (int shard = 0; shard < shards.count(); shard++) {
      LeaseRecord lease = sightings.of(Shards.lease(shard));
      holders.add(lease.group().equals(shards.group()) ? lease.holder() : "");
    }
    view = new ShardView(identity, holders, List.of(), List.copyOf(replicas), obstacle);
  }
}
