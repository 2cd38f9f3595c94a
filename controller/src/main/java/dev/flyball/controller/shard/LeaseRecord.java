package dev.flyball.controller.shard;

/**
 * What is of interest in a Lease.
 *
 * @param name its name
 * @param version its resourceVersion; empty for one that is not there yet
 * @param holder who holds it; empty for nobody
 * @param renewed when it was last renewed, as its holder wrote it: good for telling whether that
 *     has changed, and for nothing else, as clocks of machines are never compared
 * @param group the group that its holder belongs to; empty where the Lease says nothing of one
 */
public record LeaseRecord(
    String name, String version, String holder, String renewed, String group) {
  /** A Lease that is not there yet. */
  static LeaseRecord absent(String name) {
    return new LeaseRecord(name, "", "", "", "");
  }

  boolean isAbsent() {
    return version.isEmpty();
  }

  LeaseRecord heldBy(String by, String of) {
    return new LeaseRecord(name, version, by, renewed, of);
  }

  boolean isHeldBy(String who, String of) {
    return holder.equals(who) && group.equals(of);
  }
}
