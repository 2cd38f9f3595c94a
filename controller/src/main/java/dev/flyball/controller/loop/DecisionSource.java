package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import io.vertx.core.Future;
import java.util.Optional;

/** Gives what was decided, and what has changed since one last looked, from any thread. */
public interface DecisionSource {
  /**
   * The policies that have changed after a revision.
   *
   * @param sinceRevision what an earlier answer gave; 0 for everything
   */
  Future<PolicyChanges> changes(long sinceRevision);

  /** One policy with its log; empty where there is none of that identity. */
  Future<Optional<PolicyRecord>> policy(PolicyId id);
}
