package dev.flyball.core.observe;

/**
 * For how many replicas of a target there is room.
 *
 * @param replicas how many of its pods can run, those that run already included; 0 or more, and
 *     fewer than the target has where some of its pods wait for room
 * @param limit what there is no more of
 * @param shortage what is short and where, for people, such as {@code node-1 cpu 200m free of 500m
 *     needed}
 */
public record Ceiling(int replicas, Limit limit, String shortage) {
  /** What sets a ceiling. */
  public enum Limit {
    /** Room on the nodes that the pods may run on. */
    Nodes,
    /** A ResourceQuota of the namespace. */
    Quota
  }

  public Ceiling {
    if (replicas < 0) {
      throw new IllegalArgumentException("replicas must not be negative: " + replicas);
    }
  }
}
