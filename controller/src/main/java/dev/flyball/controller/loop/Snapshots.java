package dev.flyball.controller.loop;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes snapshots, and gives the last one again while it is young. Owned by the loop. */
final class Snapshots {
  private static final long YOUNG_MILLIS = 250;

  private final Clock clock;
  private @Nullable LoopSnapshot last;

  Snapshots(Clock clock) {
    this.clock = clock;
  }

  LoopSnapshot take(boolean synced, Collection<PolicyState> policies, int pods, int scrapeTargets) {
    long now = clock.millis();
    LoopSnapshot young = last;
    if (young != null && now - young.atMillis() < YOUNG_MILLIS) {
      return young;
    }
    List<PolicyReport> reports = new ArrayList<>(policies.size());
    for (PolicyState policy : policies) {
      reports.add(Reporter.report(policy));
    }
    LoopSnapshot taken = new LoopSnapshot(now, synced, reports, pods, scrapeTargets);
    last = taken;
    return taken;
  }
}
