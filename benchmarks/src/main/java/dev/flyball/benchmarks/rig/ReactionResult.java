package dev.flyball.benchmarks.rig;

import java.util.List;

/**
 * What was measured.
 *
 * @param cluster what played the cluster
 * @param scrapeSeconds how often pods were scraped
 * @param windowSeconds over how long rates were taken
 * @param upWindowSeconds the policies' stabilization window for scaling up
 * @param factor by how much load went up
 * @param from replicas before
 * @param to replicas that the load asks for afterwards
 * @param runs the runs
 */
public record ReactionResult(
    String cluster,
    double scrapeSeconds,
    double windowSeconds,
    double upWindowSeconds,
    double factor,
    int from,
    int to,
    List<Run> runs) {
  public ReactionResult {
    runs = List.copyOf(runs);
  }

  /**
   * One step.
   *
   * @param firstSeconds from the step to the first write of the scale; -1 where there was none
   * @param fullSeconds from the step to the write of the full size; -1 where it was not reached
   * @param writes how many writes there were
   */
  public record Run(double firstSeconds, double fullSeconds, int writes) {}
}
