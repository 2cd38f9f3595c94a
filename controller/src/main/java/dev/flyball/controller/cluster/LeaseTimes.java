package dev.flyball.controller.cluster;

import java.time.Duration;

/**
 * How long leadership lasts without being renewed, and how often the others look.
 *
 * <p>A killed leader is replaced after at most {@code lease} and two looks of a standby, each at
 * most 2.2 {@code retry} apart: one that sees its last renewal, and one that sees that no other
 * came. A leader that gives its lease back is replaced after one look.
 *
 * @param lease how long a lease lasts from its last renewal; whole seconds, one at least
 * @param renewDeadline how long a leader tries to renew before it gives up; shorter than {@link
 *     #certain}
 * @param retry how often a standby looks, and a leader tries to renew once that is due; the
 *     Kubernetes client stretches it by up to 120 % for standbys
 */
public record LeaseTimes(Duration lease, Duration renewDeadline, Duration retry) {
  /** Replaces a killed leader within 12.2 s, and one that gives back its lease within 1.1 s. */
  public static final LeaseTimes DEFAULT =
      new LeaseTimes(Duration.ofSeconds(10), Duration.ofSeconds(7), Duration.ofMillis(500));

  private static final int PARTS = 5;

  /**
   * Checks the relations between them.
   *
   * @throws IllegalArgumentException when one is out of its range; the message says which
   */
  public LeaseTimes {
    if (lease.toMillis() < 1000 || lease.toMillis() % 1000 != 0) {
      throw new IllegalArgumentException("a lease lasts whole seconds, not " + lease);
    }
    if (!renewDeadline.minus(lease.multipliedBy(PARTS - 1).dividedBy(PARTS)).isNegative()) {
      throw new IllegalArgumentException(
          "a renew deadline of " + renewDeadline + " is too long for a lease of " + lease);
    }
    if (!retry.isPositive() || !retry.multipliedBy(2).minus(renewDeadline).isNegative()) {
      throw new IllegalArgumentException(
          "a retry period of " + retry + " does not fit a renew deadline of " + renewDeadline);
    }
  }

  /**
   * From the moment that a renewal was sent, how long nobody else can lead. Shorter than the lease,
   * so that what was sent in the last moment arrives before another leader begins.
   */
  public Duration certain() {
    return lease.multipliedBy(PARTS - 1).dividedBy(PARTS);
  }

  /** How often a leader renews. */
  public Duration renewEvery() {
    return lease.dividedBy(PARTS);
  }
}
