package dev.flyball.controller.demo;

import java.util.List;

/**
 * Everything that the live view shows, at one moment. Immutable.
 *
 * @param title the first line
 * @param hints what a person can do, for the last line; as many as fit
 * @param seconds how long the load runs
 * @param spanSeconds how much of the past is shown
 * @param perReplica requests per second that a replica is to serve
 * @param state the replicas in words
 * @param points load and replicas over time, oldest first
 * @param metrics the metrics against their targets
 * @param said the last decisions, newest first
 */
record DemoModel(
    String title,
    List<String> hints,
    double seconds,
    double spanSeconds,
    double perReplica,
    String state,
    List<Point> points,
    List<Metric> metrics,
    List<Said> said) {
  DemoModel {
    hints = List.copyOf(hints);
    points = List.copyOf(points);
    metrics = List.copyOf(metrics);
    said = List.copyOf(said);
  }

  /**
   * A moment of the past.
   *
   * @param seconds when, since the load began
   * @param load requests per second
   * @param replicas replicas that were asked for
   */
  record Point(double seconds, double load, int replicas) {}

  /**
   * A metric of the policy.
   *
   * @param name its name
   * @param reading its value and its target in words, or why there is none
   * @param ratio its value over its target; 0 where it failed
   * @param asks replicas that it asks for; 0 where it failed
   * @param wins whether its recommendation was taken
   */
  record Metric(String name, String reading, double ratio, int asks, boolean wins) {
    boolean failed() {
      return asks == 0;
    }
  }

  /**
   * A decision in a sentence.
   *
   * @param time of day
   * @param sentence why
   * @param change whether replicas were changed by it
   */
  record Said(String time, String sentence, boolean change) {}
}
