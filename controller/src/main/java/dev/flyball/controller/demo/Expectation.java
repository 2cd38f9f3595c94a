package dev.flyball.controller.demo;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What the replicas have to do in the first rise and fall of the load, and whether they did.
 *
 * <p>They may do more in between, as when a user puts load of his own on the application; what is
 * expected has to be there in its order.
 *
 * @param start replicas at the start
 * @param changes what the policy calls for
 * @param slack how much later than called for a change may come, in seconds
 */
record Expectation(int start, List<ReplicaChange> changes, double slack) {
  Expectation {
    changes = List.copyOf(changes);
    if (changes.stream().noneMatch(ReplicaChange::up)
        || changes.stream().allMatch(ReplicaChange::up)) {
      throw new IllegalArgumentException("the load must call for changes up and down: " + changes);
    }
  }

  /** When the last of the changes must have come, in seconds. */
  double completeAt() {
    return changes.getLast().seconds() + slack;
  }

  /**
   * Judges a run.
   *
   * @param seen the changes that were made
   * @param elapsed how long the load ran, in seconds
   * @param interrupted whether the user ended it
   */
  Verdict judge(List<ReplicaChange> seen, double elapsed, boolean interrupted) {
    int met = met(seen);
    int due = (int) changes.stream().filter(c -> c.seconds() + slack <= elapsed).count();
    String made = "replicas went " + ReplicaChange.path(start, seen);
    if (met < due) {
      ReplicaChange missing = changes.get(met);
      return new Verdict(
          Verdict.Kind.FAILED,
          String.format(
              Locale.ROOT,
              "the policy calls for %s by now, and the step from %d to %d by %.0f s; %s",
              ReplicaChange.path(start, changes.subList(0, due)),
              missing.from(),
              missing.to(),
              missing.seconds() + slack,
              made));
    }
    if (upAndDown(changes.subList(0, met))) {
      return new Verdict(Verdict.Kind.FOLLOWED, made + ", as the policy calls for");
    }
    return new Verdict(
        interrupted ? Verdict.Kind.INTERRUPTED : Verdict.Kind.TOO_SHORT,
        String.format(
            Locale.ROOT,
            "ended after %.0f s; the policy calls for %s within about %.0f s; %s",
            elapsed,
            ReplicaChange.path(start, changes),
            completeAt(),
            made));
  }

  /**
   * Judges a run under load of the user's own, of which nothing is known beforehand.
   *
   * @param seen the changes that were made
   * @param interrupted whether the user ended it
   */
  Verdict judgeUnplanned(List<ReplicaChange> seen, boolean interrupted) {
    String made = "replicas went " + ReplicaChange.path(start, seen);
    if (upAndDown(seen)) {
      return new Verdict(Verdict.Kind.FOLLOWED, made);
    }
    return new Verdict(
        interrupted ? Verdict.Kind.INTERRUPTED : Verdict.Kind.TOO_SHORT,
        made + "; there was no load that made them go up and down");
  }

  private static boolean upAndDown(List<ReplicaChange> made) {
    return Stream.of(true, false).allMatch(up -> made.stream().anyMatch(c -> c.up() == up));
  }

  /** How many of the expected changes were made, in order. */
  private int met(List<ReplicaChange> seen) {
    int met = 0;
    for (ReplicaChange change : seen) {
      if (met < changes.size()
          && change.to() == changes.get(met).to()
          && change.up() == changes.get(met).up()) {
        met++;
      }
    }
    return met;
  }
}
