package dev.flyball.controller.loop;

import java.util.List;

/**
 * The state of the loop at one moment. Immutable; made when somebody asks, at most a few times a
 * second.
 *
 * @param atMillis when it was taken, in epoch milliseconds
 * @param synced whether the cluster has been read once, so that decisions are made
 * @param policies all policies, by identity
 * @param pods pods that are watched
 * @param scrapeTargets pods that are scraped
 */
public record LoopSnapshot(
    long atMillis, boolean synced, List<PolicyReport> policies, int pods, int scrapeTargets) {
  public LoopSnapshot {
    policies = List.copyOf(policies);
  }
}
