package dev.flyball.controller.scalers;

import java.util.Optional;

/**
 * What became of a policy.
 *
 * @param before as it was; empty for a new one
 * @param after as it is; one that is gone is as it last was
 * @param gone whether it is gone
 */
record ScalerEvent(Optional<Scaler> before, Scaler after, boolean gone) {
  /** An event as one who watches gets it. */
  record Seen(Type type, Scaler scaler) {}

  /** What an event is to one who watches. */
  enum Type {
    ADDED,
    MODIFIED,
    DELETED
  }

  long version() {
    return after.version();
  }

  /**
   * What this is to one who watches a part of all policies: a policy that comes into that part is
   * added to it, one that leaves it is gone. Empty where it concerns the part in no way.
   */
  Optional<Seen> seenBy(ScalerSelection selection) {
    boolean was = before.isPresent() && selection.selects(before.get());
    boolean is = !gone && selection.selects(after);
    if (!was && !is) {
      return Optional.empty();
    }
    Type type = !is ? Type.DELETED : was ? Type.MODIFIED : Type.ADDED;
    return Optional.of(new Seen(type, after));
  }
}
