package dev.flyball.metrics.source.resource;

/** Receives the pods of a list in the list's order. */
public interface PodUsageVisitor {
  /** A pod. The view is valid during this call only. */
  void pod(PodUsage usage);

  /**
   * An entry that could not be read; the list goes on.
   *
   * @param pod {@code namespace/name} as far as the entry gives it
   * @param reason what is wrong with it
   */
  default void malformed(String pod, String reason) {}
}
