package dev.flyball.metrics.source.promql;

import dev.flyball.core.policy.LabelSelector;
import dev.flyball.metrics.api.GroupResource;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;

/** Knows which objects there are. Called on a context of its caller; does not block. */
public interface ObjectNames {
  /** Knows no objects at all. */
  ObjectNames NONE = (resource, namespace, selector) -> Future.succeededFuture(Optional.empty());

  /**
   * Names of the objects that a selector selects.
   *
   * @param namespace their namespace; empty for kinds without one
   * @return empty where objects of this kind are not known here; fails where they cannot be had now
   */
  Future<Optional<Set<String>>> names(
      GroupResource resource, String namespace, LabelSelector selector);
}
