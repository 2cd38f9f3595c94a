package dev.flyball.controller.cluster;

import dev.flyball.core.policy.ScaleTargetRef;
import io.vertx.core.Future;

/** Reads and writes scale subresources. Results arrive on the loop's context. */
public interface ScaleAccess {
  /** Reads a scale. Fails with a {@link ScaleException} when the server refuses. */
  Future<TargetInfo> read(String namespace, ScaleTargetRef ref);

  /**
   * Sets the replicas, unless the target has changed since.
   *
   * @param resourceVersion the version that was decided on
   * @return the scale as written; fails with a {@link ScaleException} when the server refuses
   */
  Future<TargetInfo> write(
      String namespace, ScaleTargetRef ref, String resourceVersion, int replicas);
}
