package dev.flyball.controller.shard;

import java.util.Locale;

/**
 * How namespaces are divided into shards, and what the Leases of sharding are called.
 *
 * <p>A namespace's shard is its name's 64-bit FNV-1a hash, both halves of it XORed into the lower
 * one, modulo the number of shards, all unsigned. Every version of every replica has to agree on
 * that, so it must never change.
 *
 * @param count number of shards, {@value #MIN} to {@value #MAX}
 */
public record Shards(int count) {
  /** Fewest shards: with one there would be nothing to spread. */
  public static final int MIN = 2;

  /** Most shards: their Leases are read together, twice a second by each replica. */
  public static final int MAX = 256;

  /** The Lease that lets in either one leader or the replicas that share the shards. */
  static final String GATE = "flyball";

  private static final String SHARD = "flyball-shard-";
  private static final String REPLICA = "flyball-replica-";
  private static final int NAME_LENGTH = 200;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException when it is out of range
   */
  public Shards {
    if (count < MIN || count > MAX) {
      throw new IllegalArgumentException(
          "there are " + MIN + " to " + MAX + " shards, not " + count);
    }
  }

  /** The shard of a namespace, from 0. */
  public int of(String namespace) {
    long hash = FNV_OFFSET;
    // Names of namespaces are ASCII: a char is a byte.
    for (int i = 0; i < namespace.length(); i++) {
      hash = (hash ^ namespace.charAt(i)) * FNV_PRIME;
    }
    return (int) Long.remainderUnsigned(hash ^ (hash >>> 32), count);
  }

  /** Name of the Lease of a shard. */
  public static String lease(int shard) {
    return SHARD + shard;
  }

  /** Who holds the gate while replicas share this many shards. */
  String group() {
    return "shards-of-" + count;
  }

  /**
   * Name of the Lease by which a replica says that it lives.
   *
   * @param identity an instance's name, an underscore and a UUID
   */
  static String replica(String identity) {
    int end = Math.max(0, identity.lastIndexOf('_'));
    String instance = identity.substring(0, end).toLowerCase(Locale.ROOT);
    String plain = instance.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    String tail = identity.substring(end + 1, Math.min(identity.length(), end + 9));
    return REPLICA + plain.substring(0, Math.min(plain.length(), NAME_LENGTH)) + "-" + tail;
  }

  static boolean isReplica(String lease) {
    return lease.startsWith(REPLICA);
  }
}
