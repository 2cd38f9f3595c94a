package dev.flyball.controller.demo;

import dev.flyball.core.policy.Behavior;
import dev.flyball.core.policy.MetricSpec;
import dev.flyball.core.policy.Policy;
import dev.flyball.core.policy.ScalingRules;

/**
 * Load that rises and falls so that a policy has to follow it: again and again from what its lowest
 * number of replicas serves with ease to what two more are needed for, each for as long as the
 * policy's own windows and periods take to act on it. All times are in seconds, all loads in
 * requests per second.
 *
 * @param perReplica what a replica is to serve: the target of the policy's Pods metric
 * @param low load at the bottom
 * @param high load at the top
 * @param calm time at the bottom before the rise
 * @param rise time from bottom to top
 * @param top time at the top
 * @param fall time from top to bottom
 * @param rest time at the bottom after the fall
 */
record LoadPlan(
    double perReplica,
    double low,
    double high,
    double calm,
    double rise,
    double top,
    double fall,
    double rest) {
  private static final int STEPS_UP = 2;

  /**
   * How far below the worth of the fewest replicas the bottom is, in replicas: no noise makes it
   * more.
   */
  private static final double EASE = 0.8;

  /**
   * How far below the worth of the most replicas the top is, in replicas: with 3 of at most 4 there
   * are 380 % of a replica's worth, more than 400 % would ask for 5 and less than 330 % for none.
   * There is more room below, for machines that are too slow to send all of it.
   */
  private static final double SHORT = 0.2;

  /**
   * The plan for a policy with behavior and a Pods metric.
   *
   * @throws IllegalArgumentException for a policy without
   */
  static LoadPlan of(Policy policy) {
    Behavior behavior = policy.behavior();
    if (behavior == null) {
      throw new IllegalArgumentException("the load is made from the windows of a behavior");
    }
    double perReplica = perReplica(policy);
    double upWindow = window(behavior.scaleUp());
    double upPeriod = behavior.scaleUp().longestPeriodSeconds();
    double downPeriod = behavior.scaleDown().longestPeriodSeconds();
    int most = Math.min(policy.maxReplicas(), policy.minReplicas() + STEPS_UP);
    return new LoadPlan(
        perReplica,
        (policy.minReplicas() - EASE) * perReplica,
        (most - SHORT) * perReplica,
        upPeriod / 2,
        upPeriod,
        // The window passes, the first step is made, its period passes, the second step is made.
        upWindow + 1.5 * upPeriod,
        upPeriod,
        // The window passes since the last of the top, then come the steps down; and some quiet.
        window(behavior.scaleDown()) + 3 * downPeriod);
  }

  private static double perReplica(Policy policy) {
    return policy.metrics().stream()
        .filter(MetricSpec.Pods.class::isInstance)
        .map(MetricSpec.Pods.class::cast)
        .findFirst()
        .map(metric -> metric.target().milli() / 1000.0)
        .orElseThrow(() -> new IllegalArgumentException("the policy has no Pods metric"));
  }

  private static double window(ScalingRules rules) {
    return rules.stabilizationWindowSeconds().orElse(0);
  }

  /** How long a rise and fall takes, after which the next one begins. */
  double cycle() {
    return calm + rise + top + fall + rest;
  }

  /** The load at a time since the start. */
  double at(double seconds) {
    double in = seconds % cycle();
    double up = smooth((in - calm) / rise);
    double down = smooth((in - calm - rise - top) / fall);
    return low + (high - low) * (up - down);
  }

  /** From 0 to 1 without corners, for shares of the way from 0 to 1. */
  private static double smooth(double share) {
    double inside = Math.clamp(share, 0.0, 1.0);
    return (1 - Math.cos(Math.PI * inside)) / 2;
  }
}
