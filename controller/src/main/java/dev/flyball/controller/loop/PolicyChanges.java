package dev.flyball.controller.loop;

import dev.flyball.controller.config.PolicyId;
import java.util.List;

/**
 * What has changed after a revision. Immutable.
 *
 * @param atMillis when it was asked, in epoch milliseconds
 * @param revision the one to ask with next; it grows, also from one process to the next, and a
 *     thousandth of it is a time in epoch milliseconds at which nothing later had happened
 * @param complete whether these are all policies, so that any other is gone: where everything was
 *     asked for, or the revision is older than what is known of removals
 * @param synced whether the cluster has been read once
 * @param changed the policies that are new or have changed, by identity
 * @param removed those that are gone
 */
public record PolicyChanges(
    long atMillis,
    long revision,
    boolean complete,
    boolean synced,
    List<PolicyReport> changed,
    List<PolicyId> removed) {
  public PolicyChanges {
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
  }
}
