package dev.flyball.benchmarks.rig;

import dev.flyball.minicluster.api.ApiCall;
import dev.flyball.minicluster.api.RequestGuard;
import dev.flyball.minicluster.api.Reviews;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When the API server got the first write of each target's scale after a moment. Refuses nothing.
 * Safe for all threads.
 */
final class ScaleWrites implements RequestGuard {
  private final Map<String, Long> first = new ConcurrentHashMap<>();
  private volatile boolean begun;
  private volatile long beginNanos;

  /** What is written from now on counts. */
  void begin() {
    first.clear();
    beginNanos = System.nanoTime();
    begun = true;
  }

  @Override
  public void check(ApiCall call, Reviews.@Nullable User user) {
    if (begun && call.verb().equals("patch") && call.resource().endsWith("/scale")) {
      first.putIfAbsent(call.namespace() + "/" + call.name(), System.nanoTime());
    }
  }

  /** Targets that were written. */
  int count() {
    return first.size();
  }

  /** Seconds from the beginning to the first write of each target that was written, in order. */
  double[] seconds() {
    return first.values().stream().mapToDouble(at -> (at - beginNanos) / 1e9).sorted().toArray();
  }
}
