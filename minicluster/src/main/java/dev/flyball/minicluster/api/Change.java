package dev.flyball.minicluster.api;

import org.jspecify.annotations.Nullable;

/**
 * One committed change.
 *
 * @param kind what happened
 * @param object the object after the change; for a deletion its last state, at the version of the
 *     deletion
 * @param before the object before the change; null for a creation
 */
public record Change(Kind kind, StoredObject object, @Nullable StoredObject before) {
  /** What happened to the object. */
  public enum Kind {
    /** It came into being. */
    ADDED,
    /** It has a new state. */
    MODIFIED,
    /** It is gone. */
    DELETED
  }

  /** What a watcher with this selection sees of it; null when nothing. */
  @Nullable Kind seenBy(Selection selection) {
    boolean now = selection.matches(object);
    StoredObject past = before;
    if (kind == Kind.ADDED) {
      return now ? Kind.ADDED : null;
    }
    boolean then = past != null && selection.matches(past);
    if (kind == Kind.DELETED) {
      return then ? Kind.DELETED : null;
    }
    if (then && !now) {
      return Kind.DELETED;
    }
    return now ? (then ? Kind.MODIFIED : Kind.ADDED) : null;
  }
}
