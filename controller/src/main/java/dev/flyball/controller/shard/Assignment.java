package dev.flyball.controller.shard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Who is to hold which shard.
 *
 * <p>Of S shards and R replicas, each holds S/R, and the first S mod R of them, in the order of
 * their names, one more. So when a replica comes, no share grows but its own, and when one goes, no
 * share shrinks: the shards that move are those of the one that has come or gone and no others.
 *
 * <p>A function of its arguments: replicas that see the same Leases come to the same result.
 */
final class Assignment {
  private Assignment() {}

  /**
   * The wanted holder of each shard.
   *
   * @param holders who holds each shard; who is not among the replicas counts as nobody
   * @param replicas those that live
   * @return by shard; all empty where there is no replica
   */
  static List<String> of(List<String> holders, SortedSet<String> replicas) {
    String[] wanted = new String[holders.size()];
    Arrays.fill(wanted, "");
    if (replicas.isEmpty()) {
      return List.of(wanted);
    }
    Map<String, Integer> room = shares(holders.size(), replicas);
    List<Integer> free = new ArrayList<>();
    for (int shard = 0; shard < wanted.length; shard++) {
      // Whoever has too many gives up those with the highest numbers.
      String holder = holders.get(shard);
      if (room.getOrDefault(holder, 0) > 0) {
        wanted[shard] = holder;
        room.merge(holder, -1, Integer::sum);
      } else {
        free.add(shard);
      }
    }
    for (int shard : free) {
      String taker = roomiest(room, replicas);
      wanted[shard] = taker;
      room.merge(taker, -1, Integer::sum);
    }
    return List.of(wanted);
  }

  private static Map<String, Integer> shares(int shards, SortedSet<String> replicas) {
    Map<String, Integer> shares = new HashMap<>();
    int rank = 0;
    for (String replica : replicas) {
      int more = rank++ < shards % replicas.size() ? 1 : 0;
      shares.put(replica, shards / replicas.size() + more);
    }
    return shares;
  }

  private static String roomiest(Map<String, Integer> room, SortedSet<String> replicas) {
    String best = replicas.first();
    for (String replica : replicas) {
      if (room.getOrDefault(replica, 0) > room.getOrDefault(best, 0)) {
        best = replica;
      }
    }
    return best;
  }
}
