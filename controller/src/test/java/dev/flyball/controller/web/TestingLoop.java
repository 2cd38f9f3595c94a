package dev.flyball.controller.web;

import dev.flyball.controller.Reports;
import dev.flyball.controller.config.PolicyId;
import dev.flyball.controller.loop.DecisionSource;
import dev.flyball.controller.loop.LoopSnapshot;
import dev.flyball.controller.loop.PolicyChanges;
import dev.flyball.controller.loop.PolicyRecord;
import dev.flyball.controller.loop.PolicyReport;
import dev.flyball.controller.loop.SnapshotSource;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A loop of many policies, of which a few change whenever somebody looks. */
final class TestingLoop implements SnapshotSource, DecisionSource {
  private static final int CHANGED_AT_ONCE = 50;

  private final List<PolicyReport> reports = new ArrayList<>();
  private long revision;

  TestingLoop(int policies, long nowMillis) {
    revision = nowMillis * 1000;
    for (int i = 0; i < policies; i++) {
      String name = "service-%05d".formatted(i);
      reports.add(Reports.scalingUp(new PolicyId("team-" + i % 40, name, name)));
    }
  }

  @Override
  public synchronized Future<PolicyChanges> changes(long sinceRevision) {
    boolean complete = sinceRevision == 0;
    revision += 1_000_000;
    List<PolicyReport> changed = reports;
    if (!complete) {
      int from = (int) (revision / 1_000_000 * CHANGED_AT_ONCE % reports.size());
      changed = reports.subList(from, Math.min(reports.size(), from + CHANGED_AT_ONCE));
    }
    return Future.succeededFuture(
        new PolicyChanges(revision / 1000, revision, complete, true, changed, List.of()));
  }

  @Override
  public Future<Optional<PolicyRecord>> policy(PolicyId id) {
    return Future.succeededFuture(Optional.empty());
  }

  @Override
  public Future<LoopSnapshot> snapshot() {
    return Future.succeededFuture(new LoopSnapshot(revision / 1000, true, reports, 0, 0));
  }

  @Override
  public boolean isSynced() {
    return true;
  }

  @Override
  public long lastTurnMillis() {
    return Long.MAX_VALUE / 2;
  }
}
