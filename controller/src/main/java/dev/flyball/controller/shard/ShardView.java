package dev.flyball.controller.shard;

import java.util.List;

/**
 * What a replica knows of the shards. Immutable.
 *
 * @param replica identity of this replica
 * @param holders who holds each shard by its Lease; empty for nobody
 * @param own shards on which this replica decides
 * @param replicas identities of all that share the shards and live
 * @param obstacle why this replica holds none, or empty
 */
public record ShardView(
    String replica,
    List<String> holders,
    List<Integer> own,
    List<String> replicas,
    String obstacle) {
  public ShardView {
    holders = List.copyOf(holders);
    own = List.copyOf(own);
    replicas = List.copyOf(replicas);
  }
}
