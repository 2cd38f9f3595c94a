package dev.flyball.metrics.api;

import dev.flyball.metrics.api.discovery.ObjectGroup;
import io.vertx.core.Future;

/**
 * Serves the objects of an API group besides those of metrics. Callers have been authenticated and
 * authorized by then.
 */
public interface ObjectProvider {
  /** The group; always the same. */
  ObjectGroup group();

  /**
   * Answers any request to its resources, also those that would write. May be called on any event
   * loop; the future may complete on any thread, and does not fail for what a request can bring
   * about.
   */
  Future<ObjectReply> answer(ObjectRequest request);
}
