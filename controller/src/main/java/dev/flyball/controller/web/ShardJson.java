package dev.flyball.controller.web;

import dev.flyball.controller.shard.ShardView;
import dev.flyball.controller.shard.Shards;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Who holds which shard, as JSON. */
final class ShardJson {
  private static final JsonMapper JSON = JsonMapper.shared();

  private ShardJson() {}

  /** Zero shards where one replica leads over all. */
  static String of(Optional<Supplier<ShardView>> shards) {
    ObjectNode node = JSON.createObjectNode();
    if (shards.isEmpty()) {
      return JSON.writeValueAsString(node.put("shards", 0));
    }
    ShardView view = shards.get().get();
    node.put("shards", view.holders().size());
    node.put("replica", view.replica());
    node.put("obstacle", view.obstacle());
    ArrayNode own = node.putArray("own");
    view.own().forEach(own::add);
    ArrayNode replicas = node.putArray("replicas");
    view.replicas().forEach(replicas::add);
    ArrayNode items = node.putArray("items");
    for (int shard = 0; shard < view.holders().size(); shard++) {
      items
          .addObject()
          .put("shard", shard)
          .put("lease", Shards.lease(shard))
          .put("holder", view.holders().get(shard));
    }
    return JSON.writeValueAsString(node);
  }

  /** How many shards there are, and how many of them this replica holds. */
  static ObjectNode replica(Optional<Supplier<ShardView>> shards) {
    ObjectNode node = JSON.createObjectNode();
    Optional<ShardView> view = shards.map(Supplier::get);
    node.put("shards", view.map(v -> v.holders().size()).orElse(0));
    return node.put("ownShards", view.map(v -> v.own().size()).orElse(0));
  }

  /** Where a policy may be that this replica does not decide on. */
  static String elsewhere(Optional<Supplier<ShardView>> shards, String namespace) {
    if (shards.isEmpty()) {
      return "";
    }
    ShardView view = shards.get().get();
    int shard = new Shards(view.holders().size()).of(namespace);
    String holder = view.holders().get(shard);
    return view.own().contains(shard)
        ? ""
        : "; policies of its namespace are in shard "
            + shard
            + ", held by "
            + (holder.isEmpty() ? "nobody" : holder);
  }
}
