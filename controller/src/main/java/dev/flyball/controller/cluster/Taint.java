package dev.flyball.controller.cluster;

/**
 * A taint that keeps pods away from a node.
 *
 * @param key its key
 * @param value its value; empty where it has none
 * @param effect {@code NoSchedule} or {@code NoExecute}; those that only prefer are no taints here
 */
public record Taint(String key, String value, String effect) {
  /** What a node is tainted with that takes no new pods, as the scheduler sees it. */
  public static final Taint UNSCHEDULABLE =
      new Taint("node.kubernetes.io/unschedulable", "", "NoSchedule");
}
