package dev.flyball.minicluster.cluster;

import dev.flyball.minicluster.api.Json;
import dev.flyball.minicluster.cluster.DeploymentController.Member;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * The arithmetic of a rolling update: how large each ReplicaSet may be now, as in the Deployment
 * controller.
 *
 * @param replicas what the Deployment asks for
 * @param maxSurge pods above it
 * @param maxUnavailable pods of it that may be unavailable
 * @param recreate old pods go before new ones come
 */
record Rollout(int replicas, int maxSurge, int maxUnavailable, boolean recreate) {
  static Rollout of(JsonNode spec) {
    int replicas = spec.path("replicas").asInt(1);
    JsonNode rolling = spec.path("strategy").path("rollingUpdate");
    int surge = absolute(rolling.path("maxSurge"), replicas, true);
    int unavailable = absolute(rolling.path("maxUnavailable"), replicas, false);
    boolean recreate = Json.text(spec.path("strategy"), "type").equals("Recreate");
    return new Rollout(replicas, surge, surge == 0 && unavailable == 0 ? 1 : unavailable, recreate);
  }

  private static int absolute(JsonNode value, int replicas, boolean up) {
    String text = value.asString("0");
    if (!text.endsWith("%")) {
      return Integer.parseInt(text);
    }
    double part = replicas * Double.parseDouble(text.substring(0, text.length() - 1)) / 100;
    return (int) (up ? Math.ceil(part) : Math.floor(part));
  }

  /** Size of a new ReplicaSet at its birth. */
  int initial(List<Member> old) {
    int others = old.stream().mapToInt(Member::desired).sum();
    if (recreate) {
      return others == 0 ? replicas : 0;
    }
    return Math.clamp((long) replicas + maxSurge - others, 0, replicas);
  }

  /** Size of the current ReplicaSet. */
  int current(Member current, List<Member> old) {
    if (current.desired() >= replicas) {
      return replicas;
    }
    int total = current.desired() + old.stream().mapToInt(Member::desired).sum();
    int room = Math.max(0, replicas + maxSurge - total);
    return current.desired() + Math.min(room, replicas - current.desired());
  }

  /**
   * Sizes of the old ReplicaSets, in their order: first those pods go that are not available
   * anyway.
   */
  int[] shrink(Member current, List<Member> old) {
    int[] sizes = old.stream().mapToInt(Member::desired).toArray();
    int available = current.available() + old.stream().mapToInt(Member::available).sum();
    int total = current.desired();
    for (int size : sizes) {
      total += size;
    }
    int minAvailable = replicas - maxUnavailable;
    int newUnavailable = Math.max(0, current.desired() - current.available());
    int mayGo = total - minAvailable - newUnavailable;
    for (int i = 0; i < sizes.length && mayGo > 0; i++) {
      int unhealthy = Math.max(0, sizes[i] - old.get(i).available());
      int go = Math.min(mayGo, unhealthy);
      sizes[i] -= go;
      mayGo -= go;
    }
    int spare = Math.min(mayGo, available - minAvailable);
    for (int i = 0; i < sizes.length && spare > 0; i++) {
      int go = Math.min(spare, sizes[i]);
      sizes[i] -= go;
      spare -= go;
    }
    return sizes;
  }
}
