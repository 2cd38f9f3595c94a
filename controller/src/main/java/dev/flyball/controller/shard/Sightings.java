package dev.flyball.controller.shard;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has been seen of the Leases, and since when each has been as it is.
 *
 * <p>Whether a Lease has run out counts from when its last renewal was seen here, and only a
 * reading that was asked for afterwards can show that there was no other.
 */
final class Sightings {
  private final long leaseNanos;
  private Map<String, Sighting> seen = new HashMap<>();
  private long sentNanos;

  /**
   * A Lease as it was last seen.
   *
   * @param sinceNanos since when it has been so, here
   * @param fresh whether it has changed since the reading before
   */
  private record Sighting(LeaseRecord lease, long sinceNanos, boolean fresh) {}

  Sightings(Duration lease) {
    this.leaseNanos = lease.toNanos();
  }

  /**
   * Takes a reading.
   *
   * @param sent when it was asked for
   * @param answered when it had come
   */
  void take(List<LeaseRecord> leases, long sent, long answered) {
    Map<String, Sighting> now = new HashMap<>();
    for (LeaseRecord lease : leases) {
      now.put(lease.name(), sighting(seen.get(lease.name()), lease, answered));
    }
    for (Map.Entry<String, Sighting> old : seen.entrySet()) {
      // What has vanished may have been deleted under a holder that has yet to notice.
      Sighting before = old.getValue();
      LeaseRecord none = LeaseRecord.absent(old.getKey());
      if (!before.lease.isAbsent() || answered - before.sinceNanos < 2 * leaseNanos) {
        now.computeIfAbsent(old.getKey(), name -> sighting(before, none, answered));
      }
    }
    seen = now;
    sentNanos = sent;
  }

  private static Sighting sighting(@Nullable Sighting before, LeaseRecord lease, long answered) {
    boolean same =
        before != null
            && before.lease.holder().equals(lease.holder())
            && before.lease.renewed().equals(lease.renewed())
            && before.lease.isAbsent() == lease.isAbsent();
    return before != null && same
        ? new Sighting(lease, before.sinceNanos, false)
        : new Sighting(lease, answered, before != null);
  }

  /** The Lease as last seen; {@link LeaseRecord#absent} where it is not there. */
  LeaseRecord of(String name) {
    Sighting sighting = seen.get(name);
    return sighting == null ? LeaseRecord.absent(name) : sighting.lease;
  }

  /** The Leases by which replicas say that they live. */
  List<LeaseRecord> replicas() {
    return seen.values().stream()
        .map(Sighting::lease)
        .filter(lease -> !lease.isAbsent() && Shards.isReplica(lease.name()))
        .toList();
  }

  /** For how long it has been as it is, for certain; 0 for one of which nothing is known. */
  long ageNanos(String name) {
    Sighting sighting = seen.get(name);
    return sighting == null ? 0 : sentNanos - sighting.sinceNanos;
  }

  /** Whether nothing was seen of it for a whole lease. */
  boolean hasRunOut(String name) {
    return ageNanos(name) >= leaseNanos;
  }

  /** Whether anything is known of it, if only that it has vanished. */
  boolean isKnown(String name) {
    return seen.containsKey(name);
  }

  /** Whether it may be taken for its own sake: nobody holds it, or it never was there. */
  boolean isFree(String name) {
    Sighting sighting = seen.get(name);
    return sighting == null
        || (sighting.lease.isAbsent() ? hasRunOut(name) : sighting.lease.holder().isEmpty());
  }

  /** Whether the last reading has shown a renewal that the one before had not. */
  boolean isFresh(String name) {
    Sighting sighting = seen.get(name);
    return sighting != null && sighting.fresh;
  }
}
