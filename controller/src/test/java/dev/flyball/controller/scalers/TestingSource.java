package dev.flyball.controller.scalers;

import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.PolicyChanges;
import dev.flyball.controller.loop.PolicyRecord;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongFunction;

/** Gives the changes that a test has prepared. */
final class TestingSource implements DecisionSource {
  /** The revisions that were asked with. */
  final List<Long> asked = new CopyOnWriteArrayList<>();

  /** What is said of a revision. */
  volatile LongFunction<PolicyChanges> changes =
      since -> new PolicyChanges(0, 1, true, true, List.of(), List.of());

  @Override
  public Future<PolicyChanges> changes(long sinceRevision) {
    asked.add(sinceRevision);
    return Future.succeededFuture(changes.apply(sinceRevision));
  }

  @Override
  public Future<Optional<PolicyRecord>> policy(PolicyId id) {
    return Future.failedFuture("nobody asks for it");
  }
}
